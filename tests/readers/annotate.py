"""Reviewers at work: annotations of every kind written into a PDF by programs that aren't ours.

    annotate.py BOOK.pdf FOLDER-OF-MARKDOWN OUT

Phrases are chosen that stand once in the Markdown and once in the PDF, so it is known beforehand which line each
annotation belongs to: `OUT/expected.json` says so. The files that come out:

    mupdf.pdf        written anew by PyMuPDF, objects renumbered and packed into streams
    appended.pdf     saved by PyMuPDF as readers do: added to the end of the file
    pikepdf.pdf      annotations as dictionaries, corners of QuadPoints in the order of ISO 32000, pages rotated,
                     the page tree flat, objects in streams, written by qpdf
    extract.pdf      the same file, only every third page of it
    mangled.pdf      odd things: a hidden answer, text in a window alone, a formatted text, no author, no date
"""

import json
import pathlib
import re
import sys

import fitz
import pikepdf

KINDS = ["highlight", "underline", "squiggly", "strike-out", "note", "caret", "ink", "shape", "free-text"]
WANTED = 90
WORDS = 5
PROSE = re.compile(r"[A-Za-z][a-z]+(?: [a-z]+){4,}")


def main(book, markdown, out):
    out = pathlib.Path(out)
    out.mkdir(parents=True, exist_ok=True)
    marks = chosen(book, pathlib.Path(markdown))
    mupdf(book, marks, out)
    qpdf(book, marks, out)
    (out / "expected.json").write_text(json.dumps(marks, indent=1))


def chosen(book, folder):
    """Phrases with their Markdown place and their quadrilaterals in the PDF."""
    texts = {path.relative_to(folder.parent).as_posix(): path.read_text() for path in sorted(folder.rglob("*.md"))}
    everything = re.sub(r"\s+", " ", "\n".join(texts.values()))
    document = fitz.open(book)
    pages = [page.get_text("words", sort=False) for page in document]
    found = []
    for path, text in texts.items():
        # Paragraphs that are prose alone, so that what stands in the source stands on the page.
        for paragraph in re.finditer(r"(?:^|\n\n)((?:[A-Z][^\n]*\n?)+)(?=\n|$)", text):
            phrases = [match for match in PROSE.finditer(paragraph.group(1).replace("\n", " "))]
            for match in phrases[:2]:
                words = match.group().split()[1:1 + WORDS]
                phrase = " ".join(words)
                if len(words) < WORDS or everything.count(phrase) != 1:
                    continue
                at = paragraph.start(1) + match.start() + len(match.group().split()[0]) + 1
                if re.sub(r"\s", " ", text[at:at + len(phrase)]) != phrase:
                    continue
                places = on_pages(pages, words)
                if len(places) != 1:
                    continue
                page, boxes, printed, first = places[0]
                line = text.count("\n", 0, at) + 1
                column = at - text.rfind("\n", 0, at)
                found.append(dict(first=first, file=path, line=line, column=column, text=printed, page=page, boxes=boxes))
    # All over the book, those over the end of a line first.
    broken = [one for one in found if len(one["boxes"]) > 1]
    whole = [one for one in found if len(one["boxes"]) == 1]
    def spread(some, count):
        return some[:: max(1, len(some) // count)][:count]

    marks = spread(broken, WANTED // 3) + spread(whole, WANTED - WANTED // 3)
    # One annotation for each phrase: they may not lie on one another.
    marks.sort(key=lambda one: (one["page"], one["boxes"][0][1], one["boxes"][0][0]))
    for number, one in enumerate(marks):
        one["kind"] = KINDS[number % len(KINDS)]
        one["author"] = ["Ada", "Grace Hopper", "Žofie"][number % 3]
        one["comment"] = f"remark {number}: “is this right?”"
        first = one["boxes"][0]
        if one["kind"] in ("note", "caret", "free-text"):
            one["boxes"] = [[first[0], first[1], one["first"], first[3]]]
            one["text"] = one["text"].split()[0].strip(",.;:")
        elif one["kind"] == "shape" and len(one["boxes"]) > 1:
            one["kind"] = "ink"
        del one["first"]
    return marks


def on_pages(pages, words):
    """Where some words follow one another: page and a box for each line."""
    places = []
    for number, page in enumerate(pages):
        texts = [word[4].strip(".,;:") for word in page]
        for at in range(len(texts) - len(words) + 1):
            if texts[at:at + len(words)] == words:
                boxes = []
                for x0, y0, x1, y1, *_ in page[at:at + len(words)]:
                    if boxes and abs(boxes[-1][1] - y0) < 2:
                        boxes[-1][2] = x1
                    else:
                        boxes.append([x0, y0, x1, y1])
                places.append((number, boxes, " ".join(word[4] for word in page[at:at + len(words)]), page[at][2]))
    return places


def mupdf(book, marks, out):
    for name, options in {"mupdf": dict(garbage=4, deflate=True, use_objstms=1), "appended": None}.items():
        target = out / f"{name}.pdf"
        if options is None:
            target.write_bytes(pathlib.Path(book).read_bytes())
        document = fitz.open(book if options else target)
        for one in marks:
            page = document[one["page"]]
            draw(page, one)
        if options is None:
            document.saveIncr()
        else:
            document.save(target, **options)


def draw(page, one):
    boxes = [fitz.Rect(box) for box in one["boxes"]]
    first = boxes[0]
    middle = (first.y0 + first.y1) / 2
    kind = one["kind"]
    if kind in ("highlight", "underline", "squiggly", "strike-out"):
        add = {
            "highlight": page.add_highlight_annot,
            "underline": page.add_underline_annot,
            "squiggly": page.add_squiggly_annot,
            "strike-out": page.add_strikeout_annot,
        }[kind]
        note = add(quads=[box.quad for box in boxes])
    elif kind == "note":
        note = page.add_text_annot((first.x0 + 2, middle), one["comment"])
    elif kind == "caret":
        note = page.add_caret_annot((first.x0 - 8, middle))
    elif kind == "ink":
        # A line drawn under the words by hand.
        note = page.add_ink_annot([[(box.x0, box.y1), ((box.x0 + box.x1) / 2, box.y1 + 1), (box.x1, box.y1)] for box in boxes])
    elif kind == "shape":
        note = page.add_rect_annot(first)
    else:
        # Words over the text.
        note = page.add_freetext_annot(first, one["comment"], fontsize=6)
    note.set_info(title=one["author"], content=one["comment"])
    note.update()


SUBTYPES = {
    "highlight": "Highlight", "underline": "Underline", "squiggly": "Squiggly", "strike-out": "StrikeOut",
    "note": "Text", "caret": "Caret", "ink": "Ink", "shape": "Circle", "free-text": "FreeText",
}


def qpdf(book, marks, out):
    with pikepdf.open(book) as pdf:
        for one in marks:
            page = pdf.pages[one["page"]]
            annotate(pdf, page, one)
        for page in list(pdf.pages)[::2]:
            page.rotate(90, relative=True)
        odd(pdf, marks, out)
        flatten(pdf)
        pdf.save(out / "pikepdf.pdf", object_stream_mode=pikepdf.ObjectStreamMode.generate, linearize=True)
    with pikepdf.open(out / "pikepdf.pdf") as pdf:
        kept = pikepdf.new()
        kept.pages.extend(pdf.pages[::3])
        kept.save(out / "extract.pdf")


def flatten(pdf):
    pages = pdf.Root.Pages
    kids = [page.obj for page in pdf.pages]
    for kid in kids:
        for key in ("/MediaBox", "/Resources", "/CropBox", "/Rotate"):
            node = kid
            while key not in node and "/Parent" in node:
                node = node.Parent
                if key in node:
                    kid[key] = node[key]
        kid.Parent = pages
    pages.Kids = pikepdf.Array(kids)
    pages.Count = len(kids)


def annotate(pdf, page, one, more=()):
    height = float(page.mediabox[3])
    boxes = [(x0, height - y1, x1, height - y0) for x0, y0, x1, y1 in one["boxes"]]
    left, low, right, high = boxes[0]
    rect = [min(box[0] for box in boxes), min(box[1] for box in boxes), max(box[2] for box in boxes), max(box[3] for box in boxes)]
    kind = one["kind"]
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name("/" + SUBTYPES[kind]),
        Contents=pikepdf.String(one["comment"]),
        T=pikepdf.String(one["author"]),
        M=pikepdf.String("D:20260102100000+01'00'"),
        F=4,
    )
    middle = (low + high) / 2
    if kind in ("highlight", "underline", "squiggly", "strike-out"):
        # Around the text against the clock from the lower left corner, as ISO 32000-1, 12.5.6.10 draws it.
        note.QuadPoints = pikepdf.Array([float(v) for x0, y0, x1, y1 in boxes for v in (x0, y0, x1, y0, x1, y1, x0, y1)])
    elif kind == "note":
        rect = [left + 2, middle - 20, left + 22, middle]
        note.Name = pikepdf.Name.Comment
    elif kind == "caret":
        rect = [left - 2, middle - 8, left + 4, middle]
    elif kind == "ink":
        rect = [left, low - 1, right, low + 1]
        note.InkList = pikepdf.Array([pikepdf.Array([x0, y0, (x0 + x1) / 2, y0 - 1, x1, y0]) for x0, y0, x1, _ in boxes])
    elif kind == "shape":
        rect = [left - 1, low - 1, right + 1, high + 1]
    else:
        # A callout in the margin; its line leads to the word.
        note.IT = pikepdf.Name.FreeTextCallout
        note.CL = pikepdf.Array([left + 1, middle, left + 200, middle + 60, left + 220, middle + 60])
        rect = [left + 220, middle + 40, left + 320, middle + 80]
        note.DA = pikepdf.String("/Helv 8 Tf")
    note.Rect = pikepdf.Array([float(side) for side in rect])
    for key, value in dict(more).items():
        note[key] = value
    note = pdf.make_indirect(note)
    if "/Annots" not in page:
        page.Annots = pikepdf.Array()
    page.Annots.append(note)
    return note


def odd(pdf, marks, out):
    """What programs really write: saved by itself, then taken out again."""
    one = dict(marks[0], kind="strike-out", comment="take it out", author="")
    page = pdf.pages[one["page"]]
    before = list(page.Annots)
    page.Annots = pikepdf.Array([])
    first = annotate(pdf, page, one)
    del first["/T"], first["/M"]
    answer = dict(one, kind="note", comment="no, leave it", author="Author")
    second = annotate(pdf, page, answer, {"/IRT": first, "/M": "D:20260103"})
    annotate(pdf, page, dict(answer, comment=""), {"/IRT": second, "/State": "Rejected", "/StateModel": "Review", "/F": 30})
    rich = annotate(pdf, page, dict(one, kind="highlight"), {"/RC": "<?xml version='1.0'?><body><p>so &amp; <b>so</b></p></body>"})
    del rich["/Contents"]
    window = annotate(pdf, page, dict(one, kind="underline"))
    del window["/Contents"]
    window.Popup = pdf.make_indirect(pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Popup, Rect=pikepdf.Array([0, 0, 9, 9]), Contents="in its window", Parent=window,
    ))
    page.Annots.append(window.Popup)
    pdf.save(out / "mangled.pdf")
    page.Annots = pikepdf.Array(before)


main(*sys.argv[1:])
