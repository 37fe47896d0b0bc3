"""The order of the pages in a section of nested sheets."""

import sys


# ANCHOR: order
def impose(sheets):
    """Each side of each sheet, with its left and right page."""
    for sheet in range(1, sheets + 1):
        first, last = 2 * sheet - 1, 4 * sheets + 2 - 2 * sheet
        assert first + last == 4 * sheets + 1
        yield sheet, "front", last, first
        yield sheet, "back", first + 1, last - 1
# ANCHOR_END: order


for sheet, side, left, right in impose(int(sys.argv[1])):
    print(f"sheet {sheet} {side + ':':6} {left:2} {right:2}")
