"""A PDF as a reader that is not ours sees it: MuPDF's text, structure, outline, labels and links."""

import re

import pymupdf

from pages import in_band
from text import Stream

FLAGS = pymupdf.TEXT_COLLECT_STRUCTURE | pymupdf.TEXT_PRESERVE_WHITESPACE
# Structure elements whose text isn't the author's running text: contents, formulas, marks of list items.
SKIPPED = {"TOC", "TOCI", "Formula"}
NOTES = {"Note", "FENote"}


class Pdf:
    """A whole file."""

    def __init__(self, path):
        self.document = pymupdf.open(path)
        self.pages = [page.get_text("dict", flags=FLAGS)["blocks"] for page in self.document]
        self.labels = labels(self.document)

    def texts(self, first):
        """Body and notes from a page on (0-based), by the tags, without running heads and folios."""
        reader = Reader()
        for blocks in self.pages[first:]:
            for block in blocks:
                if block["type"] == 2:
                    reader.element(block, ())
        return reader.body.stream, reader.notes.stream

    def lines(self, page):
        """Every line of a page, furniture too."""
        return list(lines(self.pages[page]))

    def page_text(self, page):
        """The characters of a page without spaces."""
        text = "".join(span["text"] for line in self.lines(page) for span in line["spans"])
        return "".join(text.replace("\u00ad", "").split())


def labels(document):
    """The label of every page (ISO 32000-2, 12.4.2), read from the number tree itself.

    PyMuPDF's own `get_label` takes the `/P` of `/Type /PageLabel` for a prefix.
    """
    _, tree = document.xref_get_key(document.pdf_catalog(), "PageLabels")
    rules = dict(label_ranges(document, int(tree.split()[0])))
    out = []
    for page in range(len(document)):
        start, rule = (page, rules[page]) if page in rules else (start, rule)
        style, prefix, first = (document.xref_get_key(rule, key) for key in ("S", "P", "St"))
        number = page - start + (int(first[1]) if first[0] == "int" else 1)
        shown = {"/r": roman, "/D": str, "null": lambda number: ""}[style[1]](number)
        out.append((prefix[1] if prefix[0] == "string" else "") + shown)
    return out


def label_ranges(document, node):
    """First page (0-based) and object of each range of labels, from a node of the number tree."""
    for kid in re.findall(r"(\d+) 0 R", document.xref_get_key(node, "Kids")[1]):
        yield from label_ranges(document, int(kid))
    for start, rule in re.findall(r"(\d+)\s+(\d+) 0 R", document.xref_get_key(node, "Nums")[1]):
        yield int(start), int(rule)


def roman(number):
    out = ""
    for value, sign in zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), "m cm d cd c xc l xl x ix v iv i".split()):
        out += sign * (number // value)
        number %= value
    return out


def lines(blocks):
    for block in blocks:
        yield from lines(block.get("blocks", ()))
        yield from block.get("lines", ())


class Column:
    """Lines of text under way: a line of the PDF may come in several pieces, one for each tag."""

    def __init__(self):
        self.stream = Stream()
        self.last = None

    def line(self, line):
        x0, y0, x1, y1 = line["bbox"]
        if self.last is not None:
            before, top, bottom = self.last
            beside = min(bottom, y1) - max(top, y0) > 0.4 * min(bottom - top, y1 - y0) and x0 > before - 2
            self.stream.part(("" if x0 - before < 0.5 else " ") if beside else "|")
        for span in line["spans"]:
            self.stream.add(span["text"])
        self.last = (x1, y0, y1)


class Reader:
    """Body and notes."""

    def __init__(self):
        self.body, self.notes = Column(), Column()

    def element(self, block, above):
        """Adds the text of a structure element."""
        tag = block["raw"]
        out = self.notes if tag in NOTES or NOTES & set(above) else self.body
        if tag in SKIPPED or (tag == "Lbl" and "LI" in above):
            out.stream.part("?")
            return
        for inner in block["blocks"]:
            if inner["type"] == 2:
                self.element(inner, (*above, tag))
            for line in inner.get("lines", ()):
                # MuPDF gives furniture to the element before it, although it is an artifact of its own.
                if not in_band(line["spans"][0]["origin"][1]):
                    out.line(line)
