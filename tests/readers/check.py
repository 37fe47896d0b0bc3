"""Reads the outputs of one build back and compares them with the tree, the ledger and one another.

    check.py FOLDER

FOLDER holds `tree.json`, `ledger.json`, and what the build made: `*.epub`, `*-print.pdf`, `*-screen.pdf`.
Prints a JSON object: for each check the list of its faults, empty where all is well. The PDFs are read by
MuPDF, the EPUB by Python's own ZIP and XML readers; nothing here asks Bindery.
"""

import json
import re
import sys
from collections import Counter
from pathlib import Path

from epub import Epub
from pagelist import page_list
from pages import furniture, glyphs, margins, rhythm
from pdf import Pdf, bare, inner, roman
from text import difference
from tree import Tree

# A fault is said with its neighbours, but nobody reads thousands.
MOST = 12


def main():
    folder = Path(sys.argv[1])
    book = json.loads((folder / "tree.json").read_text())
    ledger = json.loads((folder / "ledger.json").read_text())
    found = {}
    epubs = [Epub(file) for file in folder.glob("*.epub")]
    for epub in epubs:
        found |= check_epub(book, ledger, epub)
    for edition in ("print", "screen"):
        for pdf in map(Pdf, folder.glob(f"*-{edition}.pdf")):
            found |= check_pdf(book, ledger, pdf, edition)
            for epub in epubs if edition == "print" else ():
                folios = {entry["anchor"]: entry["pages"].get(edition) for entry in ledger["entries"]}
                found["page list of the EPUB"] = page_list(pdf, epub, first_page(book, pdf, folios))
    print(json.dumps({name: shortened(faults) for name, faults in found.items()}))


def shortened(faults):
    rest = [f"... and {len(faults) - MOST} more"] if len(faults) > MOST else []
    return faults[:MOST] + rest


def headings(book):
    """Every heading, in reading order."""

    def within(blocks):
        for block in blocks:
            if block["kind"] == "section":
                yield block["heading"]
                yield from within(block["blocks"])

    def of(chapters):
        for chapter in chapters:
            yield chapter["heading"]
            yield from within(chapter["blocks"])

    yield from of(book["front"])
    for part in book["parts"]:
        if part["heading"]:
            yield part["heading"]
        yield from of(part["chapters"])
    yield from of(book["back"])


def titles(book):
    """What running heads may say: number and title of a heading, and the word for contents."""
    for heading in headings(book):
        number = heading["number"]
        for said in {"", number["text"], number["label"]} if number else {""}:
            yield bare(said + words(heading["title"]))
    for list_of in ("contents", "figures", "tables", "listings"):
        yield bare(book["words"][list_of])


# ---------------------------------------------------------------- EPUB


def check_epub(book, ledger, epub):
    tree = Tree(book, "epub")
    body, notes = epub.texts({heading["anchor"] for heading in headings(book)})
    text = [difference(tree.body, body, ("tree", "EPUB")), difference(tree.notes, notes, ("tree", "EPUB"))]
    numbers = []
    for entry in ledger["entries"]:
        if entry["number"] is None or entry["kind"] == "note":
            continue
        if entry["file"] not in epub.documents:
            numbers.append(f"{entry['anchor']}: no file {entry['file']}")
            continue
        printed = epub.number(entry["file"], entry["anchor"])
        if not says(printed, entry["number"]):
            numbers.append(f"{entry['anchor']} ({entry['source']}): {entry['number']} in the ledger, {printed} in the EPUB")
    printed = Counter((text, target[1]) for _, text, target in epub.references())
    known = Counter((reference["text"], reference["anchor"]) for reference in ledger["references"])
    known.update(tree.uses)
    known.subtract((text, anchor) for text, anchor, _ in tree.elsewhere)
    return {
        "text of the EPUB": [fault for fault in text if fault],
        "numbers in the EPUB": numbers,
        "references in the EPUB": unequal(known, printed, "EPUB"),
        "addresses in the EPUB": epub.broken(),
        "files of the EPUB": epub.burdens(),
    }


def says(printed, number):
    """Whether what is printed is this number, alone or behind its name or in brackets."""
    return printed is not None and re.fullmatch(rf"(.*\s)?\(?{re.escape(number)}\)?", printed) is not None


def unequal(known, printed, where):
    return [f"{text!r} to {to} is in the ledger, not in the {where}" for text, to in (known - printed).elements()] + [
        f"{text!r} to {to} is in the {where}, not in the ledger" for text, to in (printed - known).elements()
    ]


# ---------------------------------------------------------------- PDF


def check_pdf(book, ledger, pdf, edition):
    folios = {entry["anchor"]: entry["pages"].get(edition) for entry in ledger["entries"]}
    first = first_page(book, pdf, folios)
    body, notes, figures = pdf.texts(first)
    tree = Tree(book, edition, folios, figures, body)
    text = [difference(tree.body, body, ("tree", "PDF")), difference(tree.notes, notes, ("tree", "PDF"))]
    if len(tree.figures) > tree.pictures:
        text.append(f"{len(tree.figures)} figures have words that aren't in the tree, for {tree.pictures} pictures")
    name = f"{edition} PDF"
    return {
        f"text of the {name}": [fault for fault in text if fault],
        f"numbers in the {name}": numbers(ledger, pdf, edition),
        f"references in the {name}": references(book, ledger, pdf, folios, tree.elsewhere),
        f"references of the index in the {name}": index_pages(book, pdf, folios),
        f"outline of the {name}": outline(book, pdf, folios),
        f"page labels of the {name}": page_labels(pdf, first),
        f"links in the {name}": links(pdf),
        f"margins of the {name}": margins(pdf),
        f"rhythm of the {name}": rhythm(pdf),
        f"furniture of the {name}": furniture(pdf, titles(book)),
        f"glyphs of the {name}": glyphs(pdf),
    }


def page_of(pdf, folio):
    """The page (0-based) with this folio."""
    return pdf.labels.index(folio)


def first_page(book, pdf, folios):
    """The page on which the author's text begins: behind title pages and contents."""
    return page_of(pdf, folios[next(headings(book))["anchor"]])


def numbers(ledger, pdf, edition):
    """Numbers that the page of their folio doesn't print."""
    found = []
    texts = {}
    for entry in ledger["entries"]:
        if entry["number"] is None or entry["kind"] == "note":
            continue
        folio = entry["pages"].get(edition)
        if folio not in pdf.labels:
            found.append(f"{entry['anchor']}: no page {folio}")
            continue
        page = page_of(pdf, folio)
        if page not in texts:
            texts[page] = pdf.page_text(page).casefold()
        # The beginning of a title is enough to know the place by; the texts are compared in full elsewhere.
        title = bare(re.match(r"\w*", entry["title"])[0]).casefold()
        number = bare(entry["number"]).casefold()
        if number + title not in texts[page] and number + "(" + title not in texts[page]:
            found.append(f"{entry['anchor']} ({entry['source']}): page {folio} has no {entry['number']} {entry['title']!r}")
    return found


def references(book, ledger, pdf, folios, elsewhere):
    """References of the ledger that no link of the PDF prints and leads to; some print the page."""

    def shown(text, anchor, paged):
        folio = folios.get(anchor)
        return bare(f"{book['words']['page']} {folio}" if paged else text), folio

    printed = Counter((text, pdf.labels[page]) for text, page in pdf.linked() if page >= 0)
    known = Counter()
    for reference in ledger["references"]:
        known[shown(reference["text"], reference["anchor"], reference["paged"])] += 1
    known.subtract(shown(*reference) for reference in elsewhere)
    return [f"{text!r} to page {to} is in the ledger, not among the links" for text, to in (known - printed).elements()]


def index_pages(book, pdf, folios):
    """Pages of the index that lead to another page than they say."""
    anchor = next((chapter["heading"]["anchor"] for chapter in book["back"] if holds(chapter["blocks"], "index")), None)
    if anchor is None:
        return []
    first = page_of(pdf, folios[anchor])
    found = [(text, pdf.labels[page]) for at, text, page in pdf.linked_from() if at >= first]
    pages = [(text, label) for text, label in found if re.fullmatch(r"[0-9]+|[ivxl]+", text)]
    faults = [f"{text!r} leads to page {label}" for text, label in pages if text != label]
    return faults if pages else ["the index has no pages"]


def holds(blocks, kind):
    return any(block["kind"] == kind or holds(block.get("blocks", []), kind) for block in blocks)


def outline(book, pdf, folios):
    """Headings that the outline lacks, and entries that lead to another page than the ledger says."""
    entries = [(bare(title).casefold(), page) for _, title, page, *_ in pdf.document.get_toc(simple=False)]
    found = [f"{title!r} leads nowhere" for title, page in entries if page < 1]
    pages = {}
    for title, page in entries:
        pages.setdefault(title, []).append(page)
    for heading in top_headings(book):
        title = bare(plain_number(heading) + words(heading["title"])).casefold()
        page = page_of(pdf, folios[heading["anchor"]]) + 1
        if page not in pages.get(title, []):
            found.append(f"{title!r} on page {page}: the outline has {pages.get(title)}")
    return found


def top_headings(book):
    for part in book["parts"]:
        if part["heading"]:
            yield part["heading"]
        for chapter in part["chapters"]:
            yield chapter["heading"]
    for chapter in book["front"] + book["back"]:
        yield chapter["heading"]


def plain_number(heading):
    number = heading["number"]
    if number is None:
        return ""
    return number["label"] if number["kind"] in ("part", "appendix") else number["text"]


def words(run):
    """The characters of a title."""
    out = ""
    for inline in run:
        out += inline.get("text", "") + words(inline.get("content", []))
    return out


def page_labels(pdf, first):
    """Folios that aren't roman before the body or don't count up by one."""
    found = []
    arabic = [at for at, label in enumerate(pdf.labels) if label == "1"]
    if len(arabic) != 1:
        return [f"{len(arabic)} pages are called 1"]
    if pdf.document.is_repaired:
        found.append("the file had to be repaired")
    for at, label in enumerate(pdf.labels):
        wanted = str(at - arabic[0] + 1) if at >= arabic[0] else roman(at + 1)
        if label != wanted:
            found.append(f"page {at + 1} is called {label!r}, not {wanted!r}")
    return found


def links(pdf):
    """Links that lead nowhere, and private addresses that were left in."""
    found = []
    count = len(pdf.document)
    for page in pdf.document:
        for link in page.get_links():
            if inner(link) and not 0 <= int(link.get("page", -1)) < count:
                found.append(f"page {page.number + 1}: a link leads nowhere: {link}")
            elif not inner(link) and not re.match(r"[a-z][a-z0-9+.-]*:", link.get("uri", "") or ""):
                found.append(f"page {page.number + 1}: a link has no address: {link}")
            elif not inner(link) and link["uri"].startswith("bindery:"):
                found.append(f"page {page.number + 1}: a private address was left in: {link['uri']}")
    return found


if __name__ == "__main__":
    main()
