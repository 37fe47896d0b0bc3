import java.io.File;
import java.util.TreeMap;
import java.util.logging.LogManager;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/**
 * Checks every file with veraPDF against every standard, in one virtual machine: {@code VeraAll ua1,2a FILE...}.
 *
 * <p>A line for each pair says how many assertions were made and how many kinds of fault were found; under it
 * stands each fault with its clause, how often, what is wrong, and the first place.
 */
public class VeraAll {
    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        for (int at = 1; at < arguments.length; at++) {
            for (String standard : arguments[0].split(",")) {
                check(standard, arguments[at]);
            }
        }
    }

    private static void check(String standard, String file) throws Exception {
        PDFAFlavour flavour = PDFAFlavour.byFlavourId(standard);
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(file), flavour);
             PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
            ValidationResult result = validator.validate(parser);
            TreeMap<String, Integer> counts = new TreeMap<>();
            TreeMap<String, String> first = new TreeMap<>();
            for (TestAssertion one : result.getTestAssertions()) {
                if (one.getStatus() == TestAssertion.Status.FAILED) {
                    String rule = one.getRuleId().getClause() + "-" + one.getRuleId().getTestNumber();
                    counts.merge(rule, 1, Integer::sum);
                    first.putIfAbsent(rule, one.getMessage() + " at " + one.getLocation().getContext());
                }
            }
            System.out.printf("%s: %d checks, %d faults: %s%n", standard, result.getTotalAssertions(), counts.size(), file);
            counts.forEach((rule, count) -> System.out.printf("  %s (%d times) %s%n", rule, count, first.get(rule)));
        }
    }
}
