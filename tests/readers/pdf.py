"""A PDF as a reader that is not ours sees it: MuPDF's text, structure, outline, labels and links."""

import pymupdf

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
        self.labels = [page.get_label() for page in self.document]

    def texts(self, first):
        """Body and notes from a page on (0-based), by the tags; what no tag holds is furniture."""
        reader = Reader()
        for blocks in self.pages[first:]:
            for block in blocks:
                if block["type"] == 2:
                    reader.element(block, ())
        return reader.body.stream, reader.notes.stream

    def lines(self, page):
        """Every line of a page, furniture too: tags above it, and the line."""
        return list(lines(self.pages[page], ()))

    def page_text(self, page):
        """The characters of a page without spaces."""
        text = "".join(span["text"] for _, line in self.lines(page) for span in line["spans"])
        return "".join(text.replace("\u00ad", "").split())


def lines(blocks, tags):
    for block in blocks:
        if block["type"] == 2:
            yield from lines(block["blocks"], (*tags, block["raw"]))
        for line in block.get("lines", ()):
            yield tags, line


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
                out.line(line)
