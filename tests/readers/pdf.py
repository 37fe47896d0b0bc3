"""A PDF as readers that aren't ours see it: its text by the tags, and MuPDF's view of its pages."""


import re

import pymupdf

import content
from text import Stream

# Structure elements whose text isn't the author's running text: contents and formulas.
SKIPPED = {"TOC", "TOCI", "Formula"}
# What stands before the items of bulleted and numbered lists.
MARK = re.compile(r"[•–·]|\d+\.")
NOTES = {"Note", "FENote"}
# Elements inside a line.
INLINE = {"Span", "Strong", "Em", "Link", "Code", "Quote", "Reference", "Sub", "Annot", "NonStruct"} | NOTES


class Pdf:
    """A whole file."""

    def __init__(self, path):
        self.document = pymupdf.open(path)
        self.reader = content.Reader(self.document)
        self.pieces = [self.reader.pieces(page) for page in self.document]
        # MuPDF's own guesses at spaces would stand where nothing is printed.
        flags = pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_INHIBIT_SPACES
        self.pages = [page.get_text("dict", flags=flags)["blocks"] for page in self.document]
        self.labels = labels(self.document)

    def texts(self, first):
        """Body and notes from a page on (0-based), and the characters of each figure.

        Artifacts, so running heads and folios, are no text.
        """
        body, notes, figures = Column(), Column(), {}
        for pieces in self.pieces[first:]:
            for piece in pieces:
                if piece.element is not None:
                    self.place(piece, body, notes, figures)
            body.baseline = notes.baseline = None
        return body.stream, notes.stream, list(figures.values())

    def place(self, piece, body, notes, figures):
        tags = self.reader.tags(piece.element)
        names = {tag for tag, _ in tags}
        column = notes if names & NOTES else body
        figure = next((element for tag, element in tags if tag == "Figure"), None)
        if figure is not None:
            figures[figure] = figures.get(figure, "") + bare(piece.text)
        # The words that a list of definitions explains are labels too, but the author's.
        mark = "LI" in names and tags[0][0] == "Lbl" and MARK.fullmatch(piece.text.strip())
        if figure is not None or mark or names & SKIPPED:
            column.stream.part("?")
            return
        column.add(piece, next((element for tag, element in tags if tag not in INLINE), None))

    def linked(self):
        """What each link into the file says, and the page (0-based) to which it leads."""
        return ((text, page) for _, text, page in self.linked_from())

    def linked_from(self):
        """The page (0-based) on which each link into the file stands, what it says, and where it leads.

        A link's annotation and its words belong to the same structure element (ISO 32000-2, 14.8.4.7.2).
        """
        words = {}
        for piece in (piece for pieces in self.pieces for piece in pieces if piece.element is not None):
            for tag, element in self.reader.tags(piece.element):
                if tag == "Link":
                    words[element] = words.get(element, "") + bare(piece.text)
        for page in self.document:
            for link in page.get_links():
                if inner(link):
                    element = self.reader.parents.get(int(self.document.xref_get_key(link["xref"], "StructParent")[1]))
                    yield page.number, words.get(element, ""), int(link["page"])

    def lines(self, page):
        """Every line of a page as MuPDF sees it."""
        return [line for block in self.pages[page] for line in block.get("lines", ())]

    def page_text(self, page):
        """The characters of a page without spaces."""
        return bare("".join(span["text"] for line in self.lines(page) for span in line["spans"]))


def bare(text):
    """Characters without spaces and without the hyphens of the layout."""
    return "".join(text.replace("\u00ad", "").split())


def inner(link):
    """Whether a link leads into the file."""
    return link["kind"] in (pymupdf.LINK_GOTO, pymupdf.LINK_NAMED)


class Column:
    """A text under way, with the line of the page on which it is."""

    def __init__(self):
        self.stream = Stream()
        self.block = None
        self.baseline = None

    def add(self, piece, block):
        if block != self.block or self.baseline is None or abs(piece.baseline - self.baseline) > 0.5:
            self.stream.part("|")
        self.block, self.baseline = block, piece.baseline
        self.stream.add(piece.text)


def labels(document):
    """The label of every page (ISO 32000-2, 12.4.2), read from the number tree itself.

    PyMuPDF's own `get_label` takes the `/P` of `/Type /PageLabel` for a prefix.
    """
    rules = dict(content.numbers(document, document.pdf_catalog(), "PageLabels"))
    out = []
    for page in range(len(document)):
        start, rule = (page, rules[page]) if page in rules else (start, rule)
        style, prefix, first = (document.xref_get_key(rule, key) for key in ("S", "P", "St"))
        number = page - start + (int(first[1]) if first[0] == "int" else 1)
        shown = {"/r": roman, "/D": str, "null": lambda number: ""}[style[1]](number)
        out.append((prefix[1] if prefix[0] == "string" else "") + shown)
    return out


def roman(number):
    out = ""
    for value, sign in zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), "m cm d cd c xc l xl x ix v iv i".split()):
        out += sign * (number // value)
        number %= value
    return out
