"""The text of a tagged PDF with the structure element that each piece belongs to.

MuPDF shows the structure of a page too, but takes what goes on from the page before out of its element. So
marked content (ISO 32000-2, 14.6) is read here: operators of the page's content stream, codes turned into
characters by each font's ToUnicode map, ActualText in the place of what it replaces, and for each marked
sequence its structure element by way of the parent tree (14.7.5.4). `check.py` holds this reader to what
MuPDF finds on the page. Text in form XObjects (pictures) isn't read.
"""

import math
import re
from dataclasses import dataclass


def literal(depth):
    """A pattern for a literal string with brackets nested so deep."""
    inner = rb"[^()\\]|\\." if depth == 0 else rb"[^()\\]|\\.|" + literal(depth - 1)
    return rb"\((?:" + inner + rb")*\)"


TOKEN = re.compile(literal(5) + rb"|<<|>>|<[0-9A-Fa-f\s]*>|\[|\]|/[^\s/\[\]()<>{}%]*|[^\s/\[\]()<>{}%]+", re.S)
ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.S)
ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def bytes_of(token):
    """The bytes of a string token."""
    if token[:1] == b"<":
        return bytes.fromhex(token[1:-1].decode())

    def unescape(match):
        escape = match[1]
        if escape[:1].isdigit():
            return bytes([int(escape, 8) & 255])
        return b"" if escape in (b"\n", b"\r", b"\r\n") else ESCAPES.get(escape, escape)

    return ESCAPE.sub(unescape, token[1:-1]) if b"\\" in token else token[1:-1]


def text_of(token):
    """A text string (ISO 32000-2, 7.9.2.2)."""
    data = bytes_of(token)
    return data[2:].decode("utf-16-be") if data[:2] == b"\xfe\xff" else data.decode("latin-1")


@dataclass
class Piece:
    """A run of characters."""

    text: str
    element: int | None  # the structure element's object; None is an artifact, or nothing
    baseline: float  # pt from the page's origin, across the direction of the text


class Reader:
    """Reads the pages of a document."""

    def __init__(self, document):
        self.document = document
        self.maps = {}
        self.elements = {}
        root = int(self.key(document.pdf_catalog(), "StructTreeRoot").split()[0])
        self.parents = dict(numbers(document, root, "ParentTree"))

    def key(self, xref, name):
        return self.document.xref_get_key(xref, name)[1]

    def element(self, xref):
        """Tag and parent of a structure element."""
        if xref not in self.elements:
            parent = re.fullmatch(r"(\d+) 0 R", self.key(xref, "P"))
            self.elements[xref] = (self.key(xref, "S").lstrip("/"), int(parent[1]) if parent else None)
        return self.elements[xref]

    def tags(self, xref):
        """Tags of an element and of those around it, innermost first, each with its object."""
        out = []
        while xref is not None:
            tag, above = self.element(xref)
            if tag == "null":
                break
            out.append((tag, xref))
            xref = above
        return out

    def marked(self, page):
        """The structure element of each marked sequence of a page."""
        number = self.key(page.xref, "StructParents")
        if number == "null":
            return []
        elements = self.document.xref_object(self.parents[int(number)])
        return [int(xref) if xref else None for xref, _ in re.findall(r"(\d+) 0 R|(null)", elements)]

    def fonts(self, page):
        """The map of each font of a page, by its name there."""
        out = {}
        for xref, _, kind, _, name, _ in page.get_fonts():
            if xref not in self.maps:
                self.maps[xref] = (1 if kind == "Type3" else 2, self.unicodes(xref))
            out[b"/" + name.encode()] = self.maps[xref]
        return out

    def unicodes(self, font):
        """Characters by code, from the font's ToUnicode map."""
        stream = re.fullmatch(r"(\d+) 0 R", self.key(font, "ToUnicode"))
        if not stream:
            return {}
        text = self.document.xref_stream(int(stream[1])).decode("latin-1")
        out = {}
        for section in re.findall(r"beginbfchar(.*?)endbfchar", text, re.S):
            for code, value in re.findall(r"<(\w+)>\s*<(\w*)>", section):
                out[int(code, 16)] = bytes.fromhex(value).decode("utf-16-be")
        for section in re.findall(r"beginbfrange(.*?)endbfrange", text, re.S):
            for first, last, value in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", section):
                start = bytes.fromhex(value).decode("utf-16-be")
                for code in range(int(first, 16), int(last, 16) + 1):
                    out[code] = start[:-1] + chr(ord(start[-1]) + code - int(first, 16))
        return out

    def pieces(self, page):
        """The text of a page in the order in which it is drawn."""
        return Page(self, page).read()


class Page:
    """A page under way."""

    def __init__(self, reader, page):
        self.fonts = reader.fonts(page)
        self.marked = reader.marked(page)
        self.content = page.read_contents()
        self.matrix = self.line = (1, 0, 0, 1, 0, 0)
        self.saved = []
        self.font = (2, {})
        # For each open marked sequence: structure element, and what is said in place of the text in it.
        self.open = []
        self.out = []

    def read(self):
        operands = []
        for match in TOKEN.finditer(self.content):
            token = match[0]
            first = token[:1]
            if first in b"([]</>" or first in b"+-.0123456789" or token == b">>":
                operands.append(token)
                continue
            operator = getattr(self, "do_" + token.decode("latin-1").replace("*", "_star"), None)
            if operator:
                operator(operands)
            operands = []
        return self.out

    def do_q(self, _):
        self.saved.append((self.matrix, self.font))

    def do_Q(self, _):
        self.matrix, self.font = self.saved.pop()

    def do_cm(self, operands):
        self.matrix = times(floats(operands), self.matrix)

    def do_BT(self, _):
        self.line = (1, 0, 0, 1, 0, 0)

    def do_Tm(self, operands):
        self.line = floats(operands)

    def do_Td(self, operands):
        self.line = times((1, 0, 0, 1, *floats(operands)), self.line)

    def do_Tf(self, operands):
        self.font = self.fonts[operands[0]]

    def do_BMC(self, operands):
        self.open.append((None if operands[-1] == b"/Artifact" else self.inside(), None))

    def do_BDC(self, operands):
        tag = operands[0]
        element, said = (None if tag == b"/Artifact" else self.inside()), None
        for at, operand in enumerate(operands):
            if operand == b"/MCID":
                element = self.marked[int(operands[at + 1])]
            if operand == b"/ActualText":
                said = text_of(operands[at + 1])
        self.open.append((element, said))
        if said is not None:
            self.say(said)

    def do_EMC(self, _):
        self.open.pop()

    def do_Tj(self, operands):
        self.show(operands)

    def do_TJ(self, operands):
        self.show(operands)

    def inside(self):
        return self.open[-1][0] if self.open else None

    def show(self, operands):
        if any(said is not None for _, said in self.open):
            return
        width, characters = self.font
        data = b"".join(bytes_of(token) for token in operands if token[:1] in b"(<")
        codes = (int.from_bytes(data[at : at + width]) for at in range(0, len(data), width))
        self.say("".join(characters.get(code, "\ufffd") for code in codes))

    def say(self, text):
        a, b, _, _, x, y = times(self.line, self.matrix)
        baseline = (a * y - b * x) / math.hypot(a, b)
        self.out.append(Piece(text, self.inside(), baseline))


def floats(operands):
    return tuple(float(operand) for operand in operands[-6:])


def times(a, b):
    """The product of two transformations."""
    return (
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    )


def numbers(document, xref, name):
    """Number and object of every entry of a number tree (ISO 32000-2, 7.9.7)."""
    kind, value = document.xref_get_key(xref, name)
    yield from entries(document, document.xref_object(int(value.split()[0])) if kind == "xref" else value)


def entries(document, node):
    for kid in re.findall(r"(\d+) 0 R", row(node, "Kids")):
        yield from entries(document, document.xref_object(int(kid)))
    for number, xref in re.findall(r"(\d+)\s+(\d+) 0 R", row(node, "Nums")):
        yield int(number), int(xref)


def row(node, name):
    """What stands in an array of a dictionary."""
    found = re.search(rf"/{name}\s*\[(.*?)\]", node, re.S)
    return found[1] if found else ""
