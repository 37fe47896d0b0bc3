"""Text as a row of characters, each with what stands before it: how books are compared across formats.

A line of a PDF ends anywhere, so spaces can't be compared one by one. Instead every character that isn't
a space has a gap before it:

    ""   it follows its neighbour in the same word
    " "  a space stands between them
    "|"  a line, a cell or a block begins here
    "?"  whatever the style puts there (between a number and its caption)

Two streams are equal when their characters are, and when no word of one is parted or joined in the other:
a word may go on across a line of the page, but never across a space, and a space may be a line's end.
What is left out is exact: white space, zero-width signs, and the hyphens that the layout adds at line ends,
which Typst writes as soft hyphens (U+00AD), so that none of the author's is taken for one. What is written
from right to left is drawn in another order than it is read in; of such a stretch the characters have to be
the same, not their order.
"""

import unicodedata

ZERO_WIDTH = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))
SOFT_HYPHEN = "\u00ad"


class Stream:
    """A text under way."""

    def __init__(self):
        self.characters = []
        self.gaps = []
        self.gap = "|"

    def add(self, text):
        """Running text, spaces and all."""
        for character in unicodedata.normalize("NFC", text.translate(ZERO_WIDTH)):
            if character == SOFT_HYPHEN:
                self.gap = "soft"
            elif character.isspace():
                self.part(" ")
            else:
                self.characters.append(character)
                self.gaps.append("" if self.gap == "soft" else self.gap)
                self.gap = ""

    def part(self, gap):
        """A gap of its own; the wider one counts, and nothing parts what a soft hyphen joins."""
        if self.gap != "soft":
            self.gap = max(self.gap, gap, key=["", " ", "|", "?"].index)

    def __str__(self):
        shown = {"": "", " ": " ", "|": " ", "?": " "}
        return "".join(shown[gap] + character for character, gap in zip(self.characters, self.gaps)).strip()

    def around(self, at, width=70):
        """The text on both sides of a place."""
        cut = Stream()
        cut.characters = self.characters[max(0, at - width) : at + width]
        cut.gaps = self.gaps[max(0, at - width) : at + width]
        return str(cut)


def unordered(stream):
    """The stream with every stretch from right to left in the order of its code points."""
    if max(stream.characters, default="") < "\u0590":
        return stream
    out = Stream()
    out.gaps = list(stream.gaps)
    start = None
    for at, character in enumerate([*stream.characters, ""]):
        backwards = bool(character) and unicodedata.bidirectional(character) in ("R", "AL", "NSM")
        if backwards and start is None:
            start = at
        elif not backwards:
            if start is not None:
                out.characters += sorted(stream.characters[start:at])
                out.gaps[start + 1 : at] = ["?"] * (at - start - 1)
                start = None
            out.characters.append(character)
    out.characters.pop()
    return out


def difference(one, other, names):
    """Where two streams first differ, in words; `None` where they are equal."""
    one, other = unordered(one), unordered(other)
    at = there = 0
    while at < len(one.characters) and there < len(other.characters):
        a, b = one.characters[at], other.characters[there]
        if a != b and said_twice(other.characters, there):
            there += 2
            continue
        before = (one.gaps[at], other.gaps[there])
        fault = None
        if a != b:
            fault = f"{a!r} (U+{ord(a):04X}) against {b!r} (U+{ord(b):04X})"
        elif set(before) == {"", " "}:
            fault = "a space that the other has not"
        elif before in ((" ", ""), ("|", "")):
            fault = "words run together"
        if fault:
            return report(one, other, names, (at, there), fault)
        at, there = at + 1, there + 1
    if at < len(one.characters) or there < len(other.characters):
        longer = names[0] if at < len(one.characters) else names[1]
        return report(one, other, names, (at, there), f"{longer} goes on")
    return None


def said_twice(characters, at):
    """Whether a letter and its combining mark are repeated here: Typst does, where two faces set them.

    The letter may be like the one behind the pair, and so already be taken for that.
    """
    pairs = ((characters[start : start + 2], characters[start - 2 : start]) for start in (at, at - 1) if start > 1)
    return any(pair == before and unicodedata.combining(pair[-1]) for pair, before in pairs)


def report(one, other, names, places, fault):
    at, there = places
    return f"at character {at}: {fault}\n  {names[0]}: ...{one.around(at)}...\n  {names[1]}: ...{other.around(there)}..."
