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
        body, notes = Stream(), Stream()
        for blocks in self.pages[first:]:
            for block in blocks:
                if block["type"] == 2:
                    tagged(block, body, notes, ())
            body.part("|")
            notes.part("|")
        return body, notes

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


def tagged(block, body, notes, above):
    """Adds the text of a structure element."""
    tag = block["raw"]
    if tag in SKIPPED or (tag == "Lbl" and "LI" in above):
        body.part("?")
        return
    out = notes if tag in NOTES or NOTES & set(above) else body
    for inner in block["blocks"]:
        if inner["type"] == 2:
            tagged(inner, body, notes, (*above, tag))
        for line in inner.get("lines", ()):
            out.part("|")
            for span in line["spans"]:
                out.add(span["text"])
