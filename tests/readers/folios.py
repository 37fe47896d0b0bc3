"""Every page of some PDFs as JSON: file, folio (its page label) and text."""

import json
import sys

import pikepdf
import pymupdf

out = []
for path in sys.argv[1:]:
    with pikepdf.open(path) as pdf:
        for page, shown in zip(pdf.pages, pymupdf.open(path)):
            text = " ".join(shown.get_text(flags=pymupdf.TEXT_DEHYPHENATE).split())
            out.append({"file": path.rsplit("/", 1)[-1], "folio": page.label, "text": text})
print(json.dumps(out))
