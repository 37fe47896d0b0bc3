"""What a printer would measure: python press.py PRINTER ISBN FILE...

Reads print files and covers back with pikepdf, MuPDF, Ghostscript and a bar code reader, and prints the
faults by check as JSON. The printers' formulas are written here again from their documents, in inches.
"""

import json
import subprocess
import sys

import pikepdf
import pymupdf
import zxingcpp
from PIL import Image

INCH = 72
WIDTH, HEIGHT = 7, 10


def kdp_gutter(pages):
    """KDP, Set Trim Size, Bleed, and Margins."""
    for most, inches in ((150, 0.375), (300, 0.5), (500, 0.625), (700, 0.75), (828, 0.875)):
        if pages <= most:
            return inches
    raise ValueError(f"{pages} pages")


PRINTERS = {
    # Pages, inside margin, other margins, thickness of a page on white paper.
    "kdp": {"pages": (24, 828), "inside": kdp_gutter, "outside": 0.25, "page": 0.002252},
    "ingram": {"pages": (18, 1200), "inside": lambda pages: 0.5, "outside": 0.5, "page": 0.002252},
}


def same(found, wanted):
    return abs(found - wanted) < 0.02


def objects(pdf):
    """Every dictionary of a file, those inside others included."""
    seen = set()

    def walk(value):
        if isinstance(value, (pikepdf.Dictionary, pikepdf.Stream)):
            if value.is_indirect:
                if value.objgen in seen:
                    return
                seen.add(value.objgen)
            yield value
            for key in value.keys():
                if key != "/Parent":
                    yield from walk(value[key])
        elif isinstance(value, pikepdf.Array):
            for item in value:
                yield from walk(item)

    for value in pdf.objects:
        yield from walk(value)


def colours(pdf, allowed):
    """Colour spaces that aren't allowed, and what would have to be flattened."""
    faults = []
    for value in objects(pdf):
        spaces = value.get("/ColorSpace", [])
        if isinstance(spaces, pikepdf.Dictionary):
            spaces = [spaces[key] for key in spaces.keys()]
        elif isinstance(spaces, pikepdf.Array) and spaces and isinstance(spaces[0], pikepdf.Name):
            spaces = [spaces]
        elif isinstance(spaces, pikepdf.Name):
            spaces = [spaces]
        for space in spaces:
            name = str(space[0] if isinstance(space, pikepdf.Array) else space)
            if name not in allowed and name != "/Pattern":
                faults.append(f"colour space {name}")
        if value.get("/Subtype") == "/Image" and "/SMask" in value:
            faults.append("a picture with a soft mask")
        if value.get("/Type") == "/Group" or value.get("/S") == "/Transparency":
            if str(value.get("/CS", allowed[0])) not in allowed:
                faults.append(f"a group that blends in {value.CS}")
    return faults


def leading(pdf):
    faults = [key for key in ("/Outlines", "/StructTreeRoot", "/Names", "/OpenAction") if key in pdf.Root]
    faults += [f"page {number}: annotations" for number, page in enumerate(pdf.pages, 1) if "/Annots" in page]
    return faults


def fonts(pdf):
    faults = []
    for value in objects(pdf):
        if value.get("/Type") == "/FontDescriptor" and not any(f"/FontFile{kind}" in value for kind in ("", 2, 3)):
            faults.append(f"{value.FontName} isn't embedded")
    return faults


def boxes(pdf, width, height, bleed):
    """Every box of every page; what bleeds, bleeds on all four sides."""
    wanted = {
        "/MediaBox": (0, 0, width + 2 * bleed, height + 2 * bleed),
        "/BleedBox": (0, 0, width + 2 * bleed, height + 2 * bleed),
        "/TrimBox": (bleed, bleed, width + bleed, height + bleed),
    }
    faults = []
    for number, page in enumerate(pdf.pages, 1):
        for name, edges in wanted.items():
            found = [float(edge) for edge in page.obj.get(name, [])]
            if len(found) != 4 or not all(same(a, b) for a, b in zip(found, edges)):
                faults.append(f"page {number}: {name} is {found}, not {edges}")
    return faults


def margins(path, inside, outside):
    """What is printed nearer to an edge than it may be."""
    faults = []
    document = pymupdf.open(path)
    for number, page in enumerate(document, 1):
        recto = number % 2 == 1
        left, right = (inside, outside) if recto else (outside, inside)
        for kind, (x0, y0, x1, y1), *_ in page.get_bboxlog():
            if kind.startswith("ignore") or x1 <= x0 or y1 <= y0:
                continue
            room = (x0, page.rect.width - x1, y0, page.rect.height - y1)
            if any(gap < least - 0.05 for gap, least in zip(room, (left, right, outside, outside))):
                faults.append(f"page {number}: {kind} at {x0:.1f} {y0:.1f} {x1:.1f} {y1:.1f}")
    return faults


def inks(path):
    """Pages that need another ink than black."""
    command = ["gs", "-q", "-o", "-", "-sDEVICE=inkcov", "-r36", path]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\n")
    lines = [line.split() for line in told if line.strip().endswith("CMYK OK")]
    pages = len(pymupdf.open(path))
    faults = [] if len(lines) == pages else [f"{len(lines)} of {pages} pages measured"]
    for number, (cyan, magenta, yellow, *_) in enumerate(lines, 1):
        if any(float(share) > 0 for share in (cyan, magenta, yellow)):
            faults.append(f"page {number}: {cyan} {magenta} {yellow}")
    return faults


def bar_code(path, isbn):
    """The bar code of a cover as a till reads it, and the inks it is printed in."""
    page = pymupdf.open(path)[0]
    pixels = page.get_pixmap(dpi=300)
    picture = Image.frombytes("RGB", (pixels.width, pixels.height), pixels.samples)
    found = [(str(code.format), code.text) for code in zxingcpp.read_barcodes(picture)]
    kinds = [kind for kind, text in found if text == isbn]
    return [] if len(found) == 1 and kinds and "EAN" in kinds[0] else [f"read {found}, not {isbn}"]


def pages(printer, path):
    with pikepdf.open(path) as pdf:
        count = len(pdf.pages)
        least, most = printer["pages"]
        return {
            "limits": [] if least <= count <= most and count % 2 == 0 else [f"{count} pages"],
            "boxes": boxes(pdf, WIDTH * INCH, HEIGHT * INCH, 0),
            "colour spaces": colours(pdf, ["/DeviceGray"]),
            "no leading": leading(pdf),
            "fonts": fonts(pdf),
            "margins": margins(path, printer["inside"](count) * INCH, printer["outside"] * INCH),
            "inks": inks(path),
        }


def cover(printer, path, count, isbn):
    spine = count * printer["page"]
    with pikepdf.open(path) as pdf:
        found = {
            "cover size": boxes(pdf, (2 * WIDTH + spine) * INCH, HEIGHT * INCH, 0.125 * INCH),
            "cover colour spaces": colours(pdf, ["/DeviceGray", "/DeviceCMYK"]),
            "cover fonts": fonts(pdf),
        }
    if isbn:
        found["bar code"] = bar_code(path, isbn)
    return found


def main(name, isbn, paths):
    printer = PRINTERS[name]
    out = {}
    for path in paths:
        if "-cover" in path:
            count = len(pymupdf.open(path.replace("-cover", "-print")))
            found = cover(printer, path, count, isbn)
        else:
            found = pages(printer, path)
        for check, faults in found.items():
            out.setdefault(check, []).extend(f"{path.rsplit('/', 1)[-1]}: {fault}" for fault in faults)
    print(json.dumps(out))


main(sys.argv[1], sys.argv[2], sys.argv[3:])
