"""Writes a small EPUB with a fault of each kind that `reading.mjs` looks for.

    wrong.py FILE.epub
"""

import sys
import zipfile

HEAD = '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title>x</title></head><body>'
FILES = {
    "META-INF/container.xml": """<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="content.opf" media-type="application/oebps-package+xml"/></rootfiles></container>""",
    "content.opf": """<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">x</dc:identifier><dc:title>x</dc:title>
<dc:language>en</dc:language></metadata><manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="one" href="one.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="one"/></spine></package>""",
    "nav.xhtml": HEAD + '<nav epub:type="toc"><ol><li><a href="one.xhtml#nowhere">One</a></li></ol></nav></body></html>',
    "one.xhtml": HEAD
    + '<p style="color: #ddd">Faint words</p><table style="width: 2000px"><tr><td>Wide</td></tr></table></body></html>',
}

with zipfile.ZipFile(sys.argv[1], "w") as archive:
    archive.writestr("mimetype", "application/epub+zip")
    for name, text in FILES.items():
        archive.writestr(name, text)
