"""Automatic numbers of Word paragraphs, computed as Word shows them."""

from dataclasses import dataclass

from lxml import etree

from index.numerals import chinese

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHINESE = {
    "chineseCounting",
    "chineseCountingThousand",
    "ideographDigital",
    "japaneseCounting",
    "taiwaneseCounting",
    "taiwaneseCountingThousand",
    "japaneseDigitalTenThousand",
    "koreanDigital2",
}
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(frozen=True)
class _Level:
    form: str
    text: str
    start: int
    legal: bool
    restart: int | None


def formatted(number: int, form: str) -> str:
    """One counter in a number format of WordprocessingML."""
    if form in _CHINESE:
        return chinese(number)
    if form == "ideographTraditional":
        return _STEMS[(number - 1) % 10]
    if form == "ideographZodiac":
        return _BRANCHES[(number - 1) % 12]
    if form.startswith("decimalEnclosedCircle") and 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    if form == "decimalEnclosedParen" and 1 <= number <= 20:
        return chr(0x2474 + number - 1)
    if form == "decimalZero":
        return f"{number:02d}"
    if form in ("upperLetter", "lowerLetter"):
        letter = chr(65 + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if form == "upperLetter" else letter.lower()
    if form in ("upperRoman", "lowerRoman"):
        return _roman(number).upper() if form == "upperRoman" else _roman(number)
    return str(number)


def _roman(number: int) -> str:
    text = ""
    for value, mark in _ROMAN:
        while number >= value:
            text += mark
            number -= value
    return text


def _value(element: "etree._Element | None", default: str = "") -> str:
    return default if element is None else str(element.get(W + "val", default))


def _integer(text: str, default: int) -> int:
    try:
        return int(text)
    except ValueError:
        return default


class Numbering:
    """Counters of all lists of one document; ``label`` must be asked in reading order."""

    def __init__(self, root: "etree._Element | None") -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._abstract: dict[str, str] = {}
        self._starts: dict[str, dict[int, int]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._used: set[str] = set()
        if root is None:
            return
        abstracts = {str(e.get(W + "abstractNumId")): self._read_levels(e) for e in root.iter(W + "abstractNum")}
        for num in root.iter(W + "num"):
            key = str(num.get(W + "numId"))
            self._abstract[key] = _value(num.find(W + "abstractNumId"))
            self._levels[key] = dict(abstracts.get(self._abstract[key], {}))
            self._starts[key] = {}
            for override in num.findall(W + "lvlOverride"):
                level = _integer(str(override.get(W + "ilvl", "0")), 0)
                if (start := override.find(W + "startOverride")) is not None:
                    self._starts[key][level] = _integer(_value(start, "1"), 1)
                self._levels[key].update(self._read_levels(override))

    @staticmethod
    def _read_levels(parent: "etree._Element") -> dict[int, _Level]:
        found: dict[int, _Level] = {}
        for lvl in parent.findall(W + "lvl"):
            restart = lvl.find(W + "lvlRestart")
            found[_integer(str(lvl.get(W + "ilvl", "0")), 0)] = _Level(
                _value(lvl.find(W + "numFmt"), "decimal"),
                _value(lvl.find(W + "lvlText")),
                _integer(_value(lvl.find(W + "start"), "1"), 1),
                lvl.find(W + "isLgl") is not None,
                None if restart is None else _integer(_value(restart), 0),
            )
        return found

    def label(self, num_id: str, level: int) -> str:
        """Number text of the next paragraph of this list and level; empty for bullets and unknown lists."""
        levels = self._levels.get(num_id, {})
        if level not in levels:
            return ""
        counts = self._counts.setdefault(self._abstract[num_id], {})
        if num_id not in self._used:
            self._used.add(num_id)
            for overridden, start in self._starts[num_id].items():
                counts[overridden] = start - 1
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [n for n in counts if n > level]:
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or level < restart:
                del counts[deeper]
        if levels[level].form in ("bullet", "none"):
            return ""
        text = levels[level].text
        for other in range(9):
            if f"%{other + 1}" in text:
                form = levels[other].form if other in levels else "decimal"
                form = "decimal" if levels[level].legal else form
                start = levels[other].start if other in levels else 1
                text = text.replace(f"%{other + 1}", formatted(counts.get(other, start), form))
        return text
