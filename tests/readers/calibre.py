"""EPUBs as calibre reads them: every paragraph and the metadata, against the files and the package themselves.

    calibre.py EPUB ...

Prints a JSON object: the faults of each file, empty where all is well.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from epub import XHTML, Epub, local

DC = "{http://purl.org/dc/elements/1.1/}"
OPF = "{http://www.idpf.org/2007/opf}"
# calibre draws with Qt, which has no screen here.
ENVIRONMENT = os.environ | {"QT_QPA_PLATFORM": "offscreen", "QTWEBENGINE_CHROMIUM_FLAGS": "--no-sandbox"}
# Paragraphs of fewer characters say little; formulas and what hangs over are shown in other ways.
SHORTEST = 40
OTHERWISE = {"math", "sup", "sub", "svg", "img"}


def main():
    print(json.dumps({path: faults(path) for path in sys.argv[1:]}))


def faults(path):
    epub = Epub(path)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out.txt"
        said = run("ebook-convert", path, str(out))
        if said.returncode or not out.exists():
            return [f"calibre can't read it: {said.stdout[-400:]}{said.stderr[-400:]}"]
        text = bare(out.read_text())
    wanted = list(paragraphs(epub))
    found = [f"{name}: calibre shows no {words[:60]!r}" for name, words in wanted if bare(words) not in text]
    found += [] if wanted else ["it has no paragraphs"]
    return found + metadata(epub, run("ebook-meta", path).stdout)


def run(*command):
    return subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=False)


def paragraphs(epub):
    """Paragraphs and headings of what is read, file by file."""
    for name in epub.spine:
        for element in epub.documents[name].iter():
            if local(element) in {"p", "h1", "h2", "h3", "h4"} and not any(local(it) in OTHERWISE for it in element.iter()):
                words = "".join(element.itertext())
                if len(bare(words)) >= SHORTEST:
                    yield name, words


def bare(text):
    """Letters and digits: spaces, and signs that plain text has for emphasis and code, are calibre's own."""
    return re.sub(r"[\W_]", "", text)


def metadata(epub, said):
    """What the package says and calibre doesn't repeat."""
    lines = dict(re.findall(r"^(\w[\w() ]*?) +: (.*)$", said, re.MULTILINE))
    package = epub.package

    def texts(tag):
        return [(element.text or "").strip() for element in package.iter(DC + tag)]

    wanted = {"Title": texts("title")[:1], "Author(s)": texts("creator"), "Publisher": texts("publisher"), "Tags": texts("subject")}
    properties = {it.get("property"): it.text for it in package.iter(OPF + "meta") if it.get("property")}
    wanted["Series"] = [value for key, value in properties.items() if key == "belongs-to-collection"]
    wanted["Published"] = [date[:4] for date in texts("date")]
    wanted["Identifiers"] = [text.removeprefix("urn:isbn:") for text in texts("identifier") if "isbn" in text]
    return [
        f"calibre reads {lines.get(name)!r} as {name}, not {value!r}"
        for name, values in wanted.items()
        for value in values
        if value not in lines.get(name, "")
    ]


if __name__ == "__main__":
    main()
