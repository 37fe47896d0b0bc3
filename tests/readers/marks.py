"""Marks removed give the new text, marks reversed the old one: read from finished PDFs and EPUBs.

    marks.py OLD NEW MARKED
    marks.py PAGES MARKED

Each is a folder with a review PDF and a review EPUB: of the old text, of the new one, and of the new one marked
against the old. In the PDF a mark is known by what a reader sees: the ink. In the EPUB it is `ins`, `del` and
`moved-here`, `moved-away`. What the review edition says itself (numbers of changes, comments and `file:line` in the
margin, the list of changes) is in an ink and in elements of its own, and no text. The new text is compared
character for character. Of the old one the numbers are those of the new: digits don't count, and neither do links
to what is gone.

`PAGES` holds the marks of a review PDF against its list of changes, page by page. Each entry of the list leads to
the page on which its number stands, and that number back to the list. A page that no entry names has no bar in its
margin and no text in the ink of a change, unless one change runs on to it from the foot of the page before and has all
its marks. Beside everything in the ink of a change, and beside the number of each change, stands a bar.

Prints what differs; nothing is right.
"""

import pathlib
import re
import sys
import unicodedata
import xml.etree.ElementTree as ET

import content
import epub
import pdf

# Inks of styles/review.typ.
INSERTED, DELETED, HERE, AWAY, OWN = "0b4fa1", "a31516", "2c6417", "5b6e2f", "5c6373"
GONE = {DELETED, AWAY}
COME = {INSERTED, HERE}


def main(old, new, marked):
    for name, read in (("PDF", pdf_text), ("EPUB", epub_text)):
        accepted, rejected = read(marked, GONE), read(marked, COME)
        compare(f"{name}, marks removed", accepted, read(new, set()), exact)
        compare(f"{name}, marks reversed", rejected, read(old, set()), letters)


def compare(what, one, other, by):
    for part, a, b in zip(("text", "notes"), one, other):
        a, b = by(a), by(b)
        if a != b:
            at = next((at for at, pair in enumerate(zip(a, b)) if pair[0] != pair[1]), min(len(a), len(b)))
            print(f"{what}, {part}, at {at} of {len(b)}:\n  is  {a[max(0, at - 60):at + 60]!r}\n  not {b[max(0, at - 60):at + 60]!r}")


# The layout of a text with marks has other pages.
PAGE = re.compile(r"page\s*\d+")


def exact(text):
    text = PAGE.sub("", text)
    return "".join(text.split()).replace("\u00ad", "")


# What is gone has no number, and a number has its name before it.
NUMBER = re.compile(r"(?:Figure|Table|Listing|Equation|Section|Chapter)\s*(?:[A-Z]\.)?[\d.]+")


def letters(text):
    text = NUMBER.sub("", text)
    return "".join(character for character in text if unicodedata.category(character).startswith("L"))


def only(folder, end):
    (found,) = pathlib.Path(folder).glob(f"*-review.{end}")
    return str(found)


class Page(content.Page):
    """A page whose pieces have an ink."""

    def __init__(self, reader, page):
        super().__init__(reader, page)
        self.ink = "000000"

    def do_q(self, operands):
        super().do_q(operands)
        self.saved[-1] = (*self.saved[-1], self.ink)

    def do_Q(self, _):
        self.matrix, self.font, self.ink = self.saved.pop()

    def do_scn(self, operands):
        parts = [float(part) for part in operands if part[:1] != b"/"]
        self.ink = "".join(f"{round(part * 255):02x}" for part in parts)

    do_sc = do_rg = do_g = do_scn

    def say(self, text):
        super().say(text)
        self.out[-1].ink = self.ink


def pages(folder):
    document = pdf.Pdf(only(folder, "pdf"))
    listed, numbers = listed_pages(document)
    all = [Marked(document, page) for page in document.document]
    for number, now in enumerate(all):
        if (now.bars or now.inked) and number not in listed:
            if number == 0 or not runs_on(all[number - 1], now):
                print(f"page {number + 1}: marked, and not in the list of changes")
        if number in listed and not now.bars:
            print(f"page {number + 1}: in the list of changes, and nothing is marked")
        for at, words in now.inked:
            if not now.has_bar(at, 2):
                print(f"page {number + 1}: no bar at {at:.0f} pt, where `{words}` has changed")
        for change, at in numbers.get(number, []):
            if not now.has_bar(at, LINE):
                print(f"page {number + 1}: no bar at {at:.0f} pt, where change {change} is")


def listed_pages(document):
    """Pages (0-based) that the list of changes names, each by an entry and by the number of a change on it; and by
    page, the numbers with their places."""
    chapters = [(title, page - 1) for level, title, page in document.document.get_toc() if level == 1]
    titles = [title for title, _ in chapters]
    own = next(at for at, title in enumerate(titles) if title.startswith(("Changes since", "Editing marks")))
    pages = range(chapters[own][1], chapters[own + 1][1])
    links = list(document.linked_from())
    back = {int(words): page for page, words, target in links if words.isdigit() and target in pages}
    forward = [target for page, words, target in links if page in pages and words.startswith("page")]
    if [back[number] for number in sorted(back)] != forward:
        print(f"entries lead to pages {forward}, numbers stand on {[back[number] for number in sorted(back)]}")
    if sorted(back) != list(range(1, len(forward) + 1)):
        print(f"{len(forward)} entries, but numbers {sorted(back)}")
    numbers = {}
    for page in set(forward):
        for link in document.document[page].get_links():
            words = document.document[page].get_textbox(link["from"]).strip()
            if link.get("page") in pages and words.isdigit():
                numbers.setdefault(page, []).append((int(words), (link["from"].y0 + link["from"].y1) / 2))
    return set(forward), numbers


class Marked:
    """Where a page has text and where it has marks: pt from its upper edge."""

    def __init__(self, document, page):
        height = page.rect.height
        self.text, self.inked, self.bars = [], [], []
        for piece in Page(document.reader, page).read():
            if piece.element is None or not piece.text.strip():
                continue
            names = {tag for tag, _ in document.reader.tags(piece.element)}
            at = height - piece.baseline
            if piece.ink in GONE | COME:
                self.inked.append((at, piece.text))
            if piece.ink != OWN and not names & pdf.NOTES:
                self.text.append(at)
        for drawing in page.get_drawings():
            box = drawing["rect"]
            inks = {hexadecimal(drawing[part]) for part in ("color", "fill") if drawing.get(part)}
            if box.width < 2 and box.height > 4 and inks & (GONE | COME | {OWN}):
                self.bars.append((box.y0, box.y1))
        self.bars.sort()

    def has_bar(self, at, near):
        return any(top - near < at < end + near for top, end in self.bars)


def hexadecimal(colour):
    return "".join(f"{round(part * 255):02x}" for part in colour)


# A line of text and the room above it, pt.
LINE = 20


def runs_on(before, now):
    """Whether all marks of a page are one change that runs on from the foot of the page before."""
    if not before.bars or not before.text or not now.bars:
        return False
    joined = all(top < end + LINE for (_, end), (top, _) in zip(now.bars, now.bars[1:]))
    return joined and before.bars[-1][1] > max(before.text) - LINE and now.bars[0][0] < min(now.text, default=0) + LINE


def pdf_text(folder, without):
    """Body and notes of the chapters, without what is in some inks."""
    document = pdf.Pdf(only(folder, "pdf"))
    body, notes = [], []
    for page, label in zip(document.document, document.labels):
        if not label.isdigit():
            continue
        for piece in Page(document.reader, page).read():
            if piece.element is None or piece.ink in without | {OWN}:
                continue
            names = {tag for tag, _ in document.reader.tags(piece.element)}
            # An index is page numbers, and the last chapter.
            if "H1" in names and piece.text.strip() == "Index":
                return "".join(body), "".join(notes)
            # Pictures are pictures; a note that is gone has a dash for its number.
            if names & {"TOC", "TOCI", "Figure"} or names & pdf.NOTES and piece.text.strip() == "–":
                continue
            # Signs and numbers of items are the layout's.
            if "LI" in names and "Lbl" in names and re.fullmatch(r"[•–·]|\d*\.?", piece.text.strip()):
                continue
            (notes if names & pdf.NOTES else body).append(piece.text)
    return "".join(body), "".join(notes)


CLASSES = {"deleted": DELETED, "inserted": INSERTED, "moved-here": HERE, "moved-away": AWAY}


TAGS = {"ins": {INSERTED}, "del": {DELETED}}


def epub_text(folder, without):
    book = epub.Epub(only(folder, "epub"))
    body, notes = [], []
    for name in book.spine:
        section = book.documents[name].find(f"{epub.XHTML}body/{epub.XHTML}section")
        if section is not None and not (section.get("id") or "").startswith(("changes", "editing-marks")):
            gather(section, without, body, notes)
    return "".join(body), "".join(notes)


def gather(element, without, out, notes, shown=False):
    classes = (element.get("class") or "").split()
    # Lines of code have their mark in the element alone; lines that the author shows as added or removed are text.
    # Classes of code, in spans, have the same names.
    inks = {CLASSES[name] for name in classes if name in CLASSES and epub.local(element) != "span"}
    shown = shown or bool({"added", "removed"} & set(classes))
    if not inks and not shown:
        inks = TAGS.get(epub.local(element), set())
    if inks & without:
        return
    if epub.local(element) in epub.SKIPPED or epub.own(element) or epub.local(element) == "sup" and "change" in classes:
        return
    if "comment" in classes and element.get("role") == "note":
        return
    if "notes" in classes:
        out = notes
    out.append(element.text or "")
    for child in element:
        gather(child, without, out, notes, shown)
        out.append(child.tail or "")


if __name__ == "__main__":
    if sys.argv[1] == "PAGES":
        pages(sys.argv[2])
    else:
        main(*sys.argv[1:])
