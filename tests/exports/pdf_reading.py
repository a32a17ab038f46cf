"""A PDF as a screen reader gets it: elements in reading order, each with its language and its words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO

import pikepdf

_TURNS = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069"))


@dataclass
class Element:
    """One element of the structure; `text` is what is directly in it."""

    tag: str
    lang: str
    depth: int
    text: str = ""
    languages: set[str] = field(default_factory=set)
    below: list["Element"] = field(default_factory=list)

    def whole(self) -> str:
        """Return the words of the element and of all below it."""
        return self.text + "".join(each.whole() for each in self.below)

    def all(self) -> Iterator["Element"]:
        yield self
        for each in self.below:
            yield from each.all()


class Reading:
    """An open PDF, read by its tags."""

    def __init__(self, content: bytes) -> None:
        self.pdf = pikepdf.open(BytesIO(content))
        self.lang = str(self.pdf.Root.Lang)
        self.glyphs_without_letter = 0
        self.edges: list[str] = []
        self._languages: dict[tuple[tuple[int, int], int], str] = {}
        self._tables: dict[tuple[int, int], dict[bytes, str]] = {}
        self._words = {page.obj.objgen: self._marked(page) for page in self.pdf.pages}
        self.tree = Element("Root", self.lang, 0)
        self._walk(self.pdf.Root.StructTreeRoot.get("/K"), self.tree, None)

    def elements(self, *tags: str) -> list[Element]:
        """Return the elements with these tags in reading order."""
        return [each for each in self.tree.all() if each.tag in tags]

    def paragraphs(self, *tags: str) -> list[str]:
        """Return the words of elements with these tags, or all that is said, in reading order."""
        return [plain(each.whole()) for each in self.elements(*tags)]

    def said(self) -> str:
        """Return all words in reading order."""
        return plain(self.tree.whole())

    def spoken(self) -> str:
        """Return all words in reading order, with a blank between what stands in cells of their own."""
        return plain(" ".join(each.text for each in self.tree.all() if each.text))

    def lines(self, page: pikepdf.Page) -> dict[int, str]:
        """Return what an eye sees between the edges of a page: lines from left to right, by their height."""
        found: dict[int, list[tuple[float, str]]] = {}
        at, above, font = pikepdf.Matrix(), [], None
        text, marks = pikepdf.Matrix(), []
        for operands, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            if name == "q":
                above.append(at)
            elif name == "Q":
                at = above.pop()
            elif name == "cm":
                at = pikepdf.Matrix(*map(float, operands)) @ at
            elif name == "Tm":
                text = pikepdf.Matrix(*map(float, operands))
            elif name == "Tf":
                font = page.resources.Font[operands[0]]
            elif name in {"BDC", "BMC"}:
                marks.append(self._mark(page, operands)[0] is not None or any(marks))
            elif name == "EMC":
                marks.pop()
            elif name in {"Tj", "TJ"} and any(marks):
                place = text @ at
                said = self._decode(operands[0] if name == "TJ" else operands, font)
                found.setdefault(round(place.f), []).append((place.e, said))
        return {height: plain(" ".join(said for _x, said in sorted(runs))) for height, runs in found.items()}

    def bookmarks(self) -> list[tuple[int, str]]:
        """Return depth and title of each."""

        def below(items: list, depth: int) -> Iterator[tuple[int, str]]:
            for item in items:
                yield depth, plain(item.title)
                yield from below(item.children, depth + 1)

        with self.pdf.open_outline() as outline:
            return list(below(outline.root, 1))

    def fonts(self) -> list[pikepdf.Object]:
        """Return the fonts of all pages."""
        found = {}
        for page in self.pdf.pages:
            for font in page.resources.get("/Font", {}).values():
                found[font.objgen] = font
        return list(found.values())

    def _walk(self, kid: object, above: Element, page: object) -> None:
        if kid is None:
            return
        if isinstance(kid, pikepdf.Array):
            for each in kid:
                self._walk(each, above, page)
        elif isinstance(kid, int):
            self._hear(above, page, kid)
        elif kid.get("/Type") == "/MCR":
            self._hear(above, kid.get("/Pg", page), int(kid.MCID))
        elif "/S" in kid:
            own = Element(str(kid.S)[1:], str(kid.get("/Lang", above.lang)), above.depth + 1)
            above.below.append(own)
            self._walk(kid.get("/K"), own, kid.get("/Pg", page))

    def _hear(self, element: Element, page: pikepdf.Object, number: int) -> None:
        if said := self._words[page.objgen].get(number, ""):
            element.text += said
            element.languages.add(self._languages.get((page.objgen, number), element.lang))

    def _marked(self, page: pikepdf.Page) -> dict[int | None, str]:
        """Return the words of each marked piece of a page; those without a number stand on its edges."""
        words: dict[int | None, str] = {}
        stack: list[tuple[int | None, bool]] = []
        font: pikepdf.Object = None
        for operands, operator in pikepdf.parse_content_stream(page):
            name, said = str(operator), ""
            if name in {"BDC", "BMC"}:
                number, said = self._mark(page, operands)
                above, is_replaced = stack[-1] if stack else (None, False)
                stack.append((above if number is None else number, is_replaced or bool(said)))
            elif name == "EMC":
                stack.pop()
            elif name == "Tf":
                font = page.resources.Font[operands[0]]
            elif name in {"Tj", "TJ"} and stack and not stack[-1][1]:
                said = self._decode(operands[0] if name == "TJ" else operands, font)
            if said:
                words[stack[-1][0]] = words.get(stack[-1][0], "") + said
        self.edges.append(plain(words.pop(None, "")))
        return words

    def _mark(self, page: pikepdf.Page, operands: list) -> tuple[int | None, str]:
        """Return the number of a marked piece, and what is said in place of its glyphs."""
        about = operands[1] if len(operands) > 1 else {}
        if isinstance(about, pikepdf.Name):
            about = page.resources.Properties[about]
        number = int(about["/MCID"]) if "/MCID" in about else None
        if number is not None and "/Lang" in about:
            self._languages[page.obj.objgen, number] = str(about["/Lang"])
        return number, str(about.get("/ActualText", ""))

    def _decode(self, parts: list, font: pikepdf.Object) -> str:
        letters, width = self._letters_of(font), 2 if font.Subtype == "/Type0" else 1
        said = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
        codes = [said[at : at + width] for at in range(0, len(said), width)]
        self.glyphs_without_letter += sum(width == 2 and not any(code) for code in codes)
        return "".join(letters.get(code, "") for code in codes)

    def _letters_of(self, font: pikepdf.Object) -> dict[bytes, str]:
        if font.objgen not in self._tables:
            self._tables[font.objgen] = _letters(font)
        return self._tables[font.objgen]


def plain(text: str) -> str:
    """Return words without what only tells where lines may break or which way they run."""
    text = text.translate(_TURNS).replace("\u200b", "").replace("\u00ad", "")
    return re.sub(r"\s+", " ", text).strip()


def _letters(font: pikepdf.Object) -> dict[bytes, str]:
    if "/ToUnicode" not in font:
        return {}
    table = font.ToUnicode.read_bytes().decode("latin-1")
    found = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, said in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            found[bytes.fromhex(code)] = bytes.fromhex(said).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, said in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            start = bytes.fromhex(said).decode("utf-16-be")
            for step in range(int(first, 16), int(last, 16) + 1):
                code = step.to_bytes(len(first) // 2, "big")
                found[code] = start[:-1] + chr(ord(start[-1]) + step - int(first, 16))
    return found
