"""An EPUB as a reader of XML sees it, with lxml: `package.py FILE.epub` prints a JSON object.

- `names`: every entry of the archive, in order; `methods`: how each is packed.
- `metadata`: for each property or Dublin Core element its values, each with what refines it; `certifier` so, too.
- `items`, `spine`, `guide`, `direction`: the package document. `nav`, `ncx`: types and labels.
- `texts`: every document and style sheet.
"""

import json
import posixpath
import sys
import zipfile

from lxml import etree

NAMES = {
    "c": "urn:oasis:names:tc:opendocument:xmlns:container",
    "o": "http://www.idpf.org/2007/opf",
    "h": "http://www.w3.org/1999/xhtml",
    "n": "http://www.daisy.org/z3986/2005/ncx/",
}
TYPE = "{http://www.idpf.org/2007/ops}type"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"

archive = zipfile.ZipFile(sys.argv[1])
container = etree.fromstring(archive.read("META-INF/container.xml"))
path = container.xpath("string(//c:rootfile/@full-path)", namespaces=NAMES)
package = etree.fromstring(archive.read(path))


def find(query, root=package):
    return root.xpath(query, namespaces=NAMES)


def value(element):
    refined = {it.get("property") or it.get("rel"): it.text or it.get("href") for it in find(f"//*[@refines='#{element.get('id')}']")}
    return {"text": element.text or element.get("href"), "by": refined, "language": element.get(LANGUAGE)}


metadata = {}
for element in find("//o:metadata/*[not(@refines)]"):
    name = element.get("property") or element.get("name") or etree.QName(element).localname
    metadata.setdefault(name, []).append(value(element))
folder = posixpath.dirname(path)
items = {item.get("id"): item for item in find("//o:manifest/o:item")}
nav = next(item.get("href") for item in items.values() if "nav" in (item.get("properties") or "").split())
document = etree.fromstring(archive.read(posixpath.join(folder, nav)))
ncx = etree.fromstring(archive.read(posixpath.join(folder, "toc.ncx")))
print(
    json.dumps(
        {
            "names": [entry.filename for entry in archive.infolist()],
            "methods": sorted({entry.compress_type for entry in archive.infolist()}),
            "metadata": metadata,
            "certifier": [value(it) for it in find("//*[@property='a11y:certifiedBy']")],
            "items": {item.get("href"): item.get("properties") or "" for item in items.values()},
            "spine": [[items[ref.get("idref")].get("href"), ref.get("linear") or "yes"] for ref in find("//o:itemref")],
            "direction": find("string(//o:spine/@page-progression-direction)"),
            "guide": find("//o:guide/o:reference/@type"),
            "nav": {
                it.get(TYPE) or it.get("aria-label"): {"hidden": it.get("hidden") is not None, "labels": ["".join(a.itertext()) for a in find(".//h:a", it)]}
                for it in find("//h:nav", document)
            },
            "landmarks": [a.get(TYPE) for a in find("//h:nav[@hidden]//h:a", document) if a.get(TYPE)],
            "ncx": {
                "uid": find("string(//n:meta[@name='dtb:uid']/@content)", ncx),
                "labels": find("//n:navLabel/n:text/text()", ncx),
            },
            "texts": {
                name: archive.read(name).decode() for name in archive.namelist() if name.endswith((".xhtml", ".css", ".svg"))
            },
        }
    )
)
