"""What stands on the pages of a PDF, and where.

The measures are those of the default style (7 by 10 in; margins, measure and lines as its documentation
says): stated here again, so that a change there shows here.
"""

# pt: inside margin, outside margin, from the upper edge to the first line, from the last line to the lower.
INSIDE, OUTSIDE, HEAD, FOOT = 65, 85, 68, 85
WIDTH, HEIGHT = 504, 720
# What rounding of positions may come to, pt.
SLACK = 0.6
# Numbers of lines of code hang into the margin, this far (pt).
HANG = 30
# Signs of punctuation hang into the margin at the ends of lines, as in good typesetting; the hyphen that
# the layout adds is U+00AD.
HANGING = set("-\u00ad\u2010\u2013\u2014.,;:!?'\"\u2018\u2019\u201c\u201d\u00ab\u00bb()[]{}\u2026*")
# Baselines of running heads and of drop folios, pt from the upper edge of the page. Nothing of the text
# stands there.
HEAD_BAND = (HEAD - 40, HEAD - 5)
FOOT_BAND = (HEIGHT - FOOT + 15, HEIGHT - FOOT + 50)
# From baseline to baseline, size of text and its face; the first baseline of a page is three quarters of the
# size below the head.
PITCH, SIZE, FACE = 13.5, 10, "LibertinusSerif"
# Fewest of the lines of text that stand on the grid of half lines: what is broken across pages where no line of
# the grid ends, and formulas higher than a line, lead away from it until the next page.
ON_GRID = 0.92


def in_band(baseline):
    """Whether a line with this baseline is furniture."""
    return HEAD_BAND[0] < baseline < HEAD_BAND[1] or FOOT_BAND[0] < baseline < FOOT_BAND[1]


def area(page):
    """Left and right edge of the measure; page 1 is a recto."""
    recto = page.number % 2 == 0
    return (INSIDE, WIDTH - OUTSIDE) if recto else (OUTSIDE, WIDTH - INSIDE)


def margins(pdf):
    """Text, pictures and rules that stand outside the type area."""
    found = []
    for page in pdf.document:
        if (round(page.rect.width), round(page.rect.height)) != (WIDTH, HEIGHT):
            found.append(f"page {page.number + 1} is {page.rect.width} by {page.rect.height} pt")
            continue
        found += stray_text(pdf, page)
        found += stray_marks(page)
    return found


def rhythm(pdf):
    """Fewer lines of text on the grid of the page than should be."""
    baselines = [baseline for page in pdf.document for baseline in text_lines(pdf, page.number)]
    on = sum(distance_to_grid(baseline) < SLACK for baseline in baselines)
    if not baselines:
        return ["no line of text was found"]
    share = on / len(baselines)
    return [] if share >= ON_GRID else [f"{on} of {len(baselines)} lines of text stand on half lines: {share:.1%}"]


def text_lines(pdf, page):
    """The baselines of a page's lines of text."""
    spans = (span for line in pdf.lines(page) for span in line["spans"] if span["text"].strip())
    found = {
        round(span["origin"][1], 1)
        for span in spans
        if FACE in span["font"] and abs(span["size"] - SIZE) < 0.05 and not in_band(span["origin"][1])
    }
    return sorted(found)


def distance_to_grid(baseline):
    """How far a baseline is from a half line of its page."""
    halves = (baseline - HEAD - 0.75 * SIZE) / (PITCH / 2)
    return abs(halves - round(halves)) * PITCH / 2


def stray_text(pdf, page):
    left, right = area(page)
    for line in pdf.lines(page.number):
        for span in line["spans"]:
            where = stray(span, line, left, right) if span["text"].strip() else None
            if where:
                yield f"page {page.number + 1}, {where}: {span['text']!r} at {tuple(round(x) for x in span['bbox'])}"


def stray(span, line, left, right):
    """How a run of text leaves its place, in words."""
    x0, _, x1, _ = span["bbox"]
    baseline = span["origin"][1]
    if in_band(baseline):
        return None if left - SLACK < x0 and x1 < right + SLACK else "furniture outside the measure"
    if baseline < HEAD - SLACK or baseline > HEIGHT - FOOT + SLACK:
        return "above or below the text"
    if abs(line["dir"][1]) > 0.01:
        return None if left - SLACK < x0 and x1 < right + SLACK else "turned text outside the measure"
    text = span["text"].rstrip()
    size = span["size"]
    number = (text.isdigit() or text in ("+", "\u2212")) and size < 7
    if x0 < left - (HANG if number else size * 0.6 if text[0] in HANGING else SLACK):
        return "left of the measure"
    blank = span["text"] != text
    if x1 > right + (size * 0.9 if text[-1] in HANGING or blank else SLACK):
        return "right of the measure"
    return None


def stray_marks(page):
    """Pictures and drawn lines past the measure; frames and grounds may stand out a little."""
    left, right = area(page)
    for kind, box in page.get_bboxlog():
        x0, y0, x1, y1 = box
        if "text" in kind or kind.startswith("ignore") or x1 <= x0 and y1 <= y0:
            continue
        if x0 < left - HANG or x1 > right + 8 or y0 < HEAD - 20 or y1 > HEIGHT - FOOT + 20:
            yield f"page {page.number + 1}: a {kind} at {tuple(round(x) for x in box)} is outside the type area"


def furniture(pdf, titles):
    """Running heads and folios that say something else than the page's label and the title of a heading."""
    found = []
    titles = {title.casefold() for title in titles}
    for page, label in enumerate(pdf.labels):
        spans = [span for line in pdf.lines(page) for span in line["spans"] if in_band(span["origin"][1])]
        said = "".join("".join(span["text"].split()) for span in spans)
        head = said.removeprefix(label) if page % 2 else said.removesuffix(label)
        known = head.casefold() in titles
        if head.endswith("…"):
            # Too long for the line.
            known = any(title.startswith(head[:-1].casefold()) for title in titles)
        if said and (head == said or head and not known):
            found.append(f"page {page + 1} ({label}) has the furniture {said!r}")
    return found


def glyphs(pdf):
    """Glyphs that stand for a missing character, and fonts that aren't embedded."""
    found = []
    for page in pdf.document:
        for span in page.get_texttrace():
            for character, glyph, *_ in span["chars"]:
                if glyph == 0 and character not in (0x20, 0xA0):
                    found.append(f"page {page.number + 1}: no glyph for U+{character:04X} in {span['font']}")
        for _, extension, _, name, *_ in page.get_fonts():
            if extension == "n/a":
                found.append(f"page {page.number + 1}: {name} isn't embedded")
    return list(dict.fromkeys(found))
