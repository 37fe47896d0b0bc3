import com.adobe.epubcheck.api.EpubCheck;
import com.adobe.epubcheck.util.DefaultReportImpl;
import java.io.File;

/** Checks every file it is given with epubcheck, in one virtual machine: starting one costs more than a book. */
public class EpubCheckAll {
    public static void main(String[] files) {
        for (String file : files) {
            // What is found goes to standard error as epubcheck words it; here the counts are printed.
            DefaultReportImpl report = new DefaultReportImpl(file, null, true);
            report.initialize();
            new EpubCheck(new File(file), report).doValidate();
            System.out.printf("%d fatals, %d errors, %d warnings: %s%n", report.getFatalErrorCount(),
                report.getErrorCount(), report.getWarningCount(), file);
        }
    }
}
