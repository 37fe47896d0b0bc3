"""The text of a book as its resolved tree has it: `bindery tree` prints the JSON that this reads.

What each output adds to the tree is said here and nowhere else: names and numbers of captions, marks of
notes, numbers of lines. Formulas are left out: both outputs draw them.
"""

import re

from text import Stream

# A page as an index names it.
FOLIO = "([0-9]+|[ivxl]+(?![a-z]))"
# More characters than the pages of one entry have.
LONGEST = 400


class Tree:
    """Body and notes of a book, as one edition prints them: `print`, `screen` or `epub`."""

    def __init__(self, book, edition, folios=None, figures=(), printed=None):
        self.book = book
        self.edition = edition
        self.pdf = edition != "epub"
        # The body as the PDF has it: the index takes its pages from there, see `pages`.
        self.printed = printed
        self.folios = folios or {}
        self.body = Stream()
        self.notes = Stream()
        self.out = self.body
        # Characters of the figures of the PDF, in their order, and how many pictures may be among them.
        self.figures = list(figures)
        self.pictures = 0
        # References that only other editions print, and those of the glossary, which the ledger leaves out.
        self.elsewhere = []
        self.uses = []
        self.met = set()
        for chapter in book["front"]:
            self.chapter(chapter)
        for part in book["parts"]:
            if part["heading"]:
                self.heading(part["heading"])
            for chapter in part["chapters"]:
                self.chapter(chapter)
        for chapter in book["back"]:
            self.chapter(chapter)

    def chapter(self, chapter):
        self.heading(chapter["heading"])
        self.blocks(chapter["blocks"])

    def heading(self, heading):
        self.out.part("|")
        number = heading["number"]
        if number:
            named = number["kind"] in ("part", "appendix")
            self.out.add(number["label"] if named else number["text"])
            self.out.part("?")
        self.inlines(heading["title"])
        self.out.part("|")

    def blocks(self, blocks):
        for block in blocks:
            self.out.part("|")
            getattr(self, "block_" + block["kind"].replace("-", "_"))(block)
            self.out.part("|")

    def block_section(self, block):
        # A heading of the fourth level is run in and has no number in print.
        self.heading(block["heading"])
        self.blocks(block["blocks"])

    def block_paragraph(self, block):
        self.inlines(block["content"])

    def block_list(self, block):
        for item in block["items"]:
            self.out.part("|")
            if item["task"] is not None:
                self.out.add("☑" if item["task"] else "☐")
                self.out.part("?")
            if item["callout"]:
                self.out.add(str(item["callout"]["number"]))
                self.out.part("?")
            self.blocks_after(item["blocks"])

    def blocks_after(self, blocks):
        """Blocks of which the first stands in the line of what is before it."""
        for at, block in enumerate(blocks):
            if at:
                self.out.part("|")
            getattr(self, "block_" + block["kind"].replace("-", "_"))(block)
        self.out.part("|")

    def block_terms(self, block):
        for item in block["items"]:
            self.out.part("|")
            self.inlines(item["term"])
            for definition in item["definitions"]:
                self.blocks(definition)

    def block_quote(self, block):
        self.blocks(block["blocks"])

    def caption(self, block, file=None):
        self.out.part("|")
        if block["number"]:
            self.out.add(block["number"]["label"])
            self.out.part("?")
        self.inlines(block["caption"])
        if file:
            self.out.part("?")
            self.out.add(file)
        self.out.part("|")

    def block_listing(self, block):
        self.caption(block, block["file"])
        self.lines(block["lines"])

    def lines(self, lines):
        for line in lines:
            self.out.part("|")
            if self.pdf and line["number"] is not None:
                self.out.add(str(line["number"]))
                self.out.part("?")
            if self.pdf and line["mark"] in ("added", "removed"):
                self.out.add({"added": "+", "removed": "\u2212"}[line["mark"]])
                self.out.part("?")
            for run in line["runs"]:
                self.out.add(run["text"])
            if line["callout"]:
                self.out.part("?")
                self.out.add(str(line["callout"]["number"]))
        self.out.part("|")

    def block_table(self, block):
        self.caption(block)
        for rows in (block["head"], block["rows"]):
            for cell in by_last_row(rows) if self.pdf else (cell for row in rows for cell in row["cells"]):
                self.blocks(cell["blocks"])
                self.out.part("|")

    def block_figure(self, block):
        body = block["body"]
        if body["kind"] == "art":
            self.drawing(body["lines"])
        elif body["kind"] == "picture":
            self.pictures += 1
        elif body["kind"] == "blocks":
            self.blocks(body["blocks"])
        self.caption(block)

    def drawing(self, lines):
        """A drawing of characters: a figure in the PDF, or, where it goes over several pages, plain text."""
        text = "".join("".join(run["text"].split()) for line in lines for run in line["runs"])
        if text in self.figures:
            self.figures.remove(text)
        else:
            self.lines(lines)

    def block_math(self, block):
        if block["number"]:
            self.out.add(f"({block['number']['text']})")

    def block_aside(self, block):
        label = block["number"]["label"] if block["number"] else block["label"]
        run_in = self.pdf and block["family"] in ("theorem", "proof")
        self.out.add(label)
        if block["title"]:
            self.out.part("?")
            self.out.add("(" if run_in else "")
            self.inlines(block["title"])
            self.out.add(")" if run_in else "")
        if run_in and (label or block["title"]):
            self.out.add(".")
        self.out.part("?")
        self.blocks_after(block["blocks"]) if run_in else self.blocks(block["blocks"])

    def block_break(self, block):
        pass

    def block_only(self, block):
        if block["editions"][self.edition]:
            self.blocks(block["blocks"])
        else:
            self.elsewhere += references(block["blocks"])

    def block_bibliography(self, block):
        for work in block["works"]:
            self.out.part("|")
            if work["label"]:
                self.inlines(work["label"])
                self.out.part("?")
            self.inlines(work["content"])
            if work["back"]:
                self.out.add(f" {self.book['words']['cited_in']} {', '.join(link['text'] for link in work['back'])}.")

    def block_glossary(self, block):
        for entry in block["entries"]:
            self.out.part("|")
            self.inlines(entry["term"])
            for definition in entry["definitions"]:
                self.blocks(definition)
            self.uses += [(use["text"], use["anchor"]) for use in entry["uses"]]
            if entry["uses"]:
                self.out.add(f" {self.book['words']['see']} {', '.join(use['text'] for use in entry['uses'])}")

    def block_index(self, block):
        for group in block["groups"]:
            self.out.part("|")
            self.out.add(group["letter"])
            self.entries(group["entries"])

    def entries(self, entries):
        for entry in entries:
            self.out.part("|")
            self.inlines(entry["term"])
            if entry["locators"]:
                self.out.add(self.pages() if self.pdf else sections(entry["locators"]))
            for word in ("see", "see_also"):
                if entry[word]:
                    self.out.add(f". {self.book['words'][word]} {'; '.join(to['text'] for to in entry[word])}")
            self.entries(entry["children"])

    def pages(self):
        """The pages behind a term, from the PDF itself: only its layout knows them. `index_pages` in
        `check.py` holds them against the pages to which they lead."""
        at = len(self.out.characters)
        rest = zip(self.printed.characters[at : at + LONGEST], self.printed.gaps[at : at + LONGEST])
        text = "".join((" " if gap else "") + character for character, gap in rest)
        pages = re.match(rf"(, {FOLIO}( ?– ?{FOLIO})?)+", text)
        return pages[0] if pages else ", no page"

    def inlines(self, run):
        for inline in run:
            getattr(self, "inline_" + inline["kind"].replace("-", "_"))(inline)

    def inline_text(self, inline):
        self.out.add(inline["text"])

    inline_code = inline_text

    def inline_styled(self, inline):
        self.inlines(inline["content"])

    inline_emph = inline_strong = inline_strike = inline_key = inline_link = inline_mark = inline_cite = inline_styled

    def inline_only(self, inline):
        if inline["editions"][self.edition]:
            self.inlines(inline["content"])
        else:
            self.elsewhere += references(inline["content"])

    def inline_raised(self, inline):
        # A sign that is raised or lowered may or may not look like a word of its own.
        self.out.part("?") if self.out.gap == "" else None
        self.inlines(inline["content"])
        self.out.part("?")

    inline_sub = inline_sup = inline_raised

    def inline_math(self, inline):
        self.out.part("?")

    def inline_ref(self, inline):
        self.out.add(inline["text"])

    def inline_page_ref(self, inline):
        page = f"{self.book['words']['page']} {self.folios.get(inline['anchor'])}"
        self.out.add(inline["before"] + page if self.pdf else inline["text"])

    def inline_note_ref(self, inline):
        note = self.book["notes"][inline["note"]]
        self.out.part("?")
        self.out.add(note["number"])
        self.out.part("?")
        if inline["note"] not in self.met:
            self.met.add(inline["note"])
            before, self.out = self.out, self.notes
            self.out.part("|")
            self.out.add(note["number"])
            self.out.part("?")
            self.blocks_after(note["blocks"])
            self.out = before

    def inline_picture(self, inline):
        self.pictures += 1
        self.out.part("?")

    def inline_place(self, inline):
        pass

    def inline_line_break(self, inline):
        self.out.part("|")


def sections(locators):
    """The sections behind a term of the index, each once, as the EPUB prints them."""
    shown = {}
    for locator in locators:
        end = locator["end"] and locator["end"]["text"]
        shown[locator["text"], end if end != locator["text"] else None] = None
    return "".join(f", {first}–{last}" if last else f", {first}" for first, last in shown)


def references(value):
    """Text and target of every reference under a value, and whether PDFs print its page."""
    if isinstance(value, list):
        return [found for inner in value for found in references(inner)]
    if not isinstance(value, dict):
        return []
    paged = value.get("kind") == "page-ref"
    own = [(value["text"], value["anchor"], paged)] if paged or value.get("kind") == "ref" else []
    return own + [found for inner in value.values() for found in references(inner)]


def by_last_row(rows):
    """Cells in the order in which Typst draws them: those that span rows come before the last of their rows."""
    covered, placed = {}, []
    for at, row in enumerate(rows):
        column = 0
        for cell in row["cells"]:
            while covered.get(column, 0) > at:
                column += 1
            end = at + cell["rowspan"]
            placed.append((end - 1, cell["rowspan"] == 1, len(placed), cell))
            for _ in range(cell["colspan"]):
                covered[column] = end
                column += 1
    return [cell for *_, cell in sorted(placed, key=lambda it: it[:3])]
