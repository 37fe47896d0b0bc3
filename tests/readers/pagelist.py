"""The page list of an EPUB against the print edition: whether each mark stands where the page begins.

MuPDF reads the page, Python's XML reader the EPUB; what each holds behind the beginning of the page and
behind the mark is compared, character by character. Fifty pages of a book are taken at random, by a seed that
is printed with what they show.
"""

import random
import re
import unicodedata

from epub import OPS, XHTML, local
from pages import in_band
from pdf import bare

SEED = 20261125
PAGES = 50
# How many characters of a page have to be at its mark.
LENGTH = 24
# Elements whose text the print edition doesn't print where the EPUB has it.
SILENT = {"script", "style", "head"}
# What stands for a formula, for the mark of a note, for the beginning of an item of a list, for that of a
# numbered line of code and for the places behind a term of the index. The two print them differently: numbers
# and signs of items are the reading system's, and an index has pages in print, sections in the EPUB.
MATH, NOTE, ITEM, LINE, PLACES = map(chr, range(0xE000, 0xE005))
PATTERNS = {MATH: ".{0,60}?", NOTE: r"\d{0,3}", ITEM: r"(?:\d+|[•–·☐☑])?", LINE: r"\d{0,4}"}
PUNCTUATION = dict.fromkeys(map(ord, ".,:;()"))
# The signs of items, as `ITEM` has them.
SIGNS = re.compile(f"[{ITEM}•–·☐☑]")


def page_list(pdf, epub, first):
    """Faults of the page list: pages from `first` on (0-based) that it lacks, has twice or in the wrong order, and
    marks at the wrong words."""
    listed = list(entries(epub))
    folios = [folio for folio, _ in listed]
    found = []
    if not listed:
        return ["there is no page list"]
    if len(set(folios)) != len(folios):
        found.append("a page stands twice in the list")
    lacking = (label for at, label in enumerate(pdf.labels) if at >= first and label not in folios and first_words(pdf, at))
    found += [f"page {label} isn't listed" for label in lacking]
    places = [pdf.labels.index(folio) if folio in pdf.labels else None for folio in folios]
    if None in places or places != sorted(places):
        found.append("the list isn't in the order of the pages")
    marks = {(name, mark.get("id")) for name in epub.documents for mark in marked(epub.documents[name])}
    found += [f"page {folio} is marked, not listed" for folio in sorted(marks - {target for _, target in listed})]
    chosen = random.Random(SEED).sample(listed, min(PAGES, len(listed)))
    texts = {}
    for folio, (name, mark) in chosen:
        if (name, mark) not in marks:
            found.append(f"page {folio}: no mark {name}#{mark}")
            continue
        if name not in texts:
            texts[name] = marked_text(epub.documents[name])
        text, starts = texts[name]
        before, behind = text[: starts[mark]], text[starts[mark] :]
        if not begins(pdf, pdf.labels.index(folio), before, behind):
            words = first_words(pdf, pdf.labels.index(folio))[0][1][:LENGTH]
            found.append(f"page {folio} (seed {SEED}) begins {words!r}, at its mark stands {behind[:LENGTH]!r}")
    return found


def begins(pdf, page, before, behind):
    """Whether the words behind a mark are the first of the page.

    A page may open with what no author wrote or what was there before: words of a picture, the head of a
    table again. Lines may be passed over, therefore, but not if they stand right before the mark.
    """
    wanted = behind[:LENGTH].split(PLACES)[0]
    # A mark never stands inside a word: it is before the one of which the page has the end.
    cut = next((head for head in heads(pdf, page - 1) if wanted.startswith(head)), "")
    pattern = re.compile("".join(PATTERNS.get(sign) or re.escape(sign) for sign in ITEM + wanted[len(cut) :]))
    for skipped, words in first_words(pdf, page):
        if pattern.match(words):
            return not skipped or not SIGNS.sub("", before).endswith(SIGNS.sub("", skipped))
    return False


def entries(epub):
    """Folio and address of every entry of the page list."""
    for name, document in epub.documents.items():
        for nav in document.iter(XHTML + "nav"):
            if nav.get(OPS + "type") == "page-list":
                for link in nav.iter(XHTML + "a"):
                    yield "".join(link.itertext()), epub.target(name, link.get("href"))


def marked(document):
    return (element for element in document.iter() if element.get("role") == "doc-pagebreak")


def marked_text(document):
    """The characters of a file, and where among them its marks stand."""
    text, starts = [], {}

    def walk(element):
        kind = element.get(OPS + "type") or ""
        if element.get("role") == "doc-pagebreak":
            starts[element.get("id")] = sum(map(len, text))
        text.extend(sign for sign, here in ((ITEM, local(element) == "li"), (LINE, element.get("data-line"))) if here)
        if local(element) == "math" or "noteref" in kind or "index-locator" in kind:
            text.append(MATH if local(element) == "math" else NOTE if "noteref" in kind else PLACES)
        elif local(element) not in SILENT:
            text.append(plain(element.text or ""))
            for child in element:
                # The number of a formula stands behind it here, and beside it in print.
                if element.get("class") != "math" or child.get("class") != "number":
                    walk(child)
                text.append(plain(child.tail or ""))

    walk(document)
    return "".join(text), starts


def first_words(pdf, page):
    """How a page may begin: with each of its lines, and what stands before it. Lines are read across the page,
    or, where cells of a table have several, as MuPDF puts them together."""
    lines = [line for line in pdf.lines(page) if not in_band(line["spans"][0]["origin"][1])]
    across = sorted(lines, key=lambda line: (round(line["spans"][0]["origin"][1]), line["bbox"][0]))
    found = []
    for order in (across, lines):
        texts = [plain("".join(span["text"] for span in line["spans"])) for line in order]
        found += [("".join(texts[:at]), "".join(texts[at : at + LENGTH])) for at in range(len(texts))]
    return found


def heads(pdf, page):
    """Beginnings of words that end the lines of a page with the layout's hyphen."""
    for line in pdf.lines(page):
        text = "".join(span["text"] for span in line["spans"])
        if text.endswith("\u00ad"):
            yield plain(text.split()[-1])


def plain(text):
    """Letters, digits and signs: each output sets points and brackets around names of its own, and print leaves
    the word before the letter of an appendix out."""
    text = bare(unicodedata.normalize("NFKC", text).replace("\u200b", "")).translate(PUNCTUATION)
    return re.sub("^Appendix(?=[A-Z])", "", text)
