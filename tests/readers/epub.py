"""An EPUB as a reader that is not ours sees it: files, text, numbers, links."""

import posixpath
import re
import xml.etree.ElementTree as ET
import zipfile
from urllib.parse import unquote, urlsplit

from text import Stream

XHTML = "{http://www.w3.org/1999/xhtml}"
OPF = "{http://www.idpf.org/2007/opf}"
OPS = "{http://www.idpf.org/2007/ops}"
CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
INLINE = set("a abbr b bdi bdo cite code del dfn em i ins kbd mark q s samp small span strong sub sup u var".split())
SKIPPED = set("math img nav head script style".split())


def local(element):
    return element.tag.rsplit("}", 1)[-1]


class Epub:
    """A whole publication."""

    def __init__(self, path):
        self.archive = zipfile.ZipFile(path)
        self.names = set(self.archive.namelist())
        container = ET.fromstring(self.archive.read("META-INF/container.xml"))
        package = container.find(f".//{CONTAINER}rootfile").get("full-path")
        self.folder = posixpath.dirname(package)
        self.package = ET.fromstring(self.archive.read(package))
        items = {item.get("id"): item for item in self.package.iter(OPF + "item")}
        self.media = {self.resolve(item.get("href")): item.get("media-type") for item in items.values()}
        refs = [items[ref.get("idref")] for ref in self.package.iter(OPF + "itemref")]
        self.spine = [self.resolve(item.get("href")) for item in refs]
        self.documents = {
            name: ET.fromstring(self.archive.read(name))
            for name, media in self.media.items()
            if media == "application/xhtml+xml"
        }

    def resolve(self, href):
        return posixpath.normpath(posixpath.join(self.folder, unquote(href)))

    def texts(self, anchors):
        """Body and notes of the files whose sections the tree has, in the order of the spine."""
        body, notes = Stream(), Stream()
        for name in self.spine:
            section = self.documents[name].find(f"{XHTML}body/{XHTML}section")
            if section is not None and section.get("id") in anchors:
                walk(section, body, notes)
        return body, notes

    def ids(self, name):
        return [element.get("id") for element in self.documents[name].iter() if element.get("id")]

    def references(self):
        """File, text and address of every link of class `xref`."""
        for name in self.spine:
            for link in self.documents[name].iter(XHTML + "a"):
                if "xref" in (link.get("class") or "").split():
                    yield name, "".join(link.itertext()), self.target(name, link.get("href"))

    def target(self, name, href):
        """File and fragment of an address in a file; `None` for one that leads out of the book."""
        parts = urlsplit(href)
        if parts.scheme:
            return None
        file = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(parts.path))) if parts.path else name
        return file, unquote(parts.fragment)

    def number(self, name, anchor):
        """The number that the element of an anchor prints, with its name where it prints one."""
        for element in self.documents[name].iter():
            if element.get("id") == anchor:
                for inner in element.iter(XHTML + "span"):
                    classes = (inner.get("class") or "").split()
                    if "number" in classes or "label" in classes:
                        return "".join(inner.itertext())
                return None
        return None

    def broken(self):
        """Addresses that lead nowhere, ids that stand twice."""
        found = []
        ids = {name: set(self.ids(name)) for name in self.documents}
        for name, document in self.documents.items():
            if len(self.ids(name)) != len(ids[name]):
                found.append(f"{name}: an id stands twice")
            for element in document.iter():
                for attribute in ("href", "src", "{http://www.w3.org/1999/xlink}href"):
                    if element.get(attribute) is not None:
                        found += self.fault(name, element.get(attribute), ids)
        return found

    def burdens(self):
        """Files that are there twice, and those that are too heavy: texts, drawings and NCX over 260 kB, pictures
        over 5 MB. The navigation document can't be split, and only readers that bear it read it."""
        found = []
        seen = {}
        for entry in self.archive.infolist():
            content = self.archive.read(entry)
            if content in seen:
                found.append(f"{entry.filename} is {seen[content]} again")
            seen[content] = entry.filename
            most = 260_000 if entry.filename.endswith((".xhtml", ".svg", ".ncx")) else 5_000_000
            if len(content) > most and not entry.filename.endswith("nav.xhtml"):
                found.append(f"{entry.filename} has {len(content)} bytes")
        return found

    def fault(self, name, address, ids):
        target = self.target(name, address)
        if target is None:
            return []
        file, fragment = target
        if file not in self.names:
            return [f"{name}: nothing at {address}"]
        if fragment and fragment not in ids.get(file, {fragment}):
            return [f"{name}: no place {address}"]
        return []


def walk(element, out, notes):
    """Adds the text of an element."""
    name = local(element)
    if name in SKIPPED:
        out.part("?")
        return
    classes = (element.get("class") or "").split()
    inline = name in INLINE
    if "notes" in classes:
        out = notes
    if not inline:
        out.part("|")
    loose = name in ("sub", "sup") or "label" in classes or "number" in classes or "file" in classes
    if loose:
        out.part("?")
    pre = name in ("pre", "text") or "line" in classes
    say(out, element.text, pre)
    for child in element:
        walk(child, out, notes) if not own(child) else None
        say(out, child.tail, pre)
    if loose:
        out.part("?")
    if not inline:
        out.part("|")


def backlink(element):
    """Whether an element is the way back from a note: a sign of the EPUB's own."""
    return element.get("role") == "doc-backlink" and not re.search(r"\d", "".join(element.itertext()))


def own(element):
    """Whether an element is the EPUB's alone: a way back, or the long description of a diagram."""
    return backlink(element) or element.get("class") == "source" and local(element) == "details"


def say(out, text, pre):
    if text:
        out.add(text)
