"""The frame of a text: title, front matter, 称谓, first and last sentences, 落款. All from the genre's templates."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from zlib import crc32

from assistant.brief import Brief
from assistant.writing.audience import Readers
from assistant.writing.bank import Bank
from assistant.writing.facts import role_of
from assistant.writing.genres import Genre, GenreSection, fillable
from assistant.writing.recent import FRESH, Recent

_YEAR = re.compile(r"(?:19|20)\d{2}年(?:上半年|下半年|度)?")
_SCHOOL_YEAR = re.compile(r"(?:19|20)\d{2}\s*[—–\-至到]+\s*(?:19|20)?\d{2}\s*学年(?:度|第[一二]学期)?")
_DAY = re.compile(r"((?:19|20)\d{2})\s*[年./\-](?:\s*(\d{1,2}))?")
_EARLY, _LATE = 2, 11  # months up to which a summary, and from which on a plan, may be of another year than its date
_TRADE = (
    r"[一-鿿]{0,14}?(?:教师|老师|教授|干部|职工|工人|民警|警察|法官|检察官|律师|医生|医师|护士|军人|战士|老兵|党员"
    r"|工程师|技术员|农艺师|记者|邮递员|志愿者|辅导员|宣讲员|调解员|农民|村民|居民|艺人|传承人"
    r"|(?:原|退休|离休)[一-鿿]{0,8}(?:校长|主任|书记|委员|站长|所长|局长))"
)
_SELF = r"[男女]，|(?:今年|现年)?\d{2}岁|[退离]休|中共党员|[一-鿿]{1,4}族"
_INTRODUCED = re.compile(
    r"^(?:(?:主人公|事迹人物)[：:，]?(?:是|为|叫)?)?"
    rf"(?:(?:{_TRADE})(?P<after>[一-鿿]{{2,3}}|[一-鿿]{{2,6}}·[一-鿿·]{{1,10}})(?:同志)?[，（](?:{_SELF})"
    rf"|(?P<first>[一-鿿]{{2,3}}|[一-鿿]{{4}}(?=同志)|[一-鿿]{{2,6}}·[一-鿿·]{{1,10}})(?:同志)?[，（](?:{_SELF}|\d{{4}}年))"
)
_NAME = re.compile(r"^(?:[一-鿿]{2,4}|[一-鿿]{1,6}·[一-鿿·]{1,10})$")
_OF_ONE = re.compile(r"先进个人|个人(?:先进)?事迹|最美[一-鿿“”]{2,4}(?:候选)?人")
_ROLE_WORD = re.compile(r"主任|书记|局长|校长|秘书长|委员|会长|老师|教师|干部|同志|部长|镇长|乡长|站长|组长|团长")


@dataclass(frozen=True)
class Frame:
    """What fills the templates. ``honest`` says whether a sentence holds only claims that the brief supports;
    ``tight`` asks for the shortest of everything, ``roomy`` for the longest;
    ``modest`` forbids templates that speak of what was achieved; ``recent`` is what was said lately."""

    brief: Brief
    genre: Genre
    slots: dict[str, str]
    turn: int
    individual: bool
    honest: Callable[[str], bool]
    recent: Recent = FRESH
    tight: bool = False
    roomy: bool = False
    modest: bool = False

    @property
    def subject(self) -> str:
        """How the text names its own side at the start of a sentence that has no subject."""
        if self.genre.person == "first":
            return self.genre.self_name or "我们"
        if self.genre.person == "third" and not self.individual:
            # Somebody's deeds are not the committee's, though nobody says whose they are.
            of_one = any(_OF_ONE.search(said) for said in (self.brief.occasion, *self.brief.requirements))
            return "" if of_one else _short_unit(self.brief.unit)
        if self.genre.person == "third":
            return self.slots.get("speaker", "")
        return ""

    @property
    def readers(self) -> Readers:
        """Whom the text is about."""
        return Readers(self.brief.unit, self.brief.facts)

    def pick(self, templates: Sequence[str], avoid: str = "") -> str:
        """One of the templates that the slots can fill, "" where none can; ``avoid`` is a pattern not to begin with."""
        choices = [self.readers.fit(t) for t in fillable(tuple(templates), self.slots)]
        choices = [t for t in choices if t and self.honest(t)]
        choices = [t for t in choices if not (avoid and re.match(avoid, t))] or choices
        if self.tight or self.modest:
            return min(choices, key=len, default="")
        if self.roomy:
            choices = sorted(choices, key=len)[len(choices) // 2 :]
        return next(iter(self.turned(choices)), "")

    def turned(self, choices: Sequence[str], times: int = 0) -> list[str]:
        """``choices`` beginning at another one for each brief, and after ``times`` uses; those used lately last."""
        shift = (self.turn + times) % len(choices) if choices else 0
        return self.recent.freshest([*choices[shift:], *choices[:shift]])

    def opening(self, entry: GenreSection, avoid: str = "") -> str:
        """The entry's first sentences."""
        own = entry.opening_individual if self.individual and entry.opening_individual else entry.opening
        return self.pick(own, avoid)

    def filling(self, role: str) -> list[str]:
        """Sentences for a longer text that the entry of a role may hold."""
        entry = self.genre.entry(role)
        found = [self.readers.fit(t) for t in fillable(entry.filling, self.slots)] if entry else []
        return self.turned([t for t in found if t])

    def closing(self, entry: GenreSection) -> str:
        """The entry's last sentences."""
        return self.pick(entry.closing)


def make_frame(brief: Brief, genre: Genre, bank: Bank, honest: Callable[[str], bool], recent: Recent = FRESH) -> Frame:
    """The frame of a brief. The same brief gets the same templates, as long as nothing was written meanwhile."""
    turn = crc32("\n".join((brief.unit, brief.occasion, *brief.facts)).encode(errors="replace")) + recent.written
    hero = (person_name(brief.speaker) or brief.speaker or _hero(brief)) if genre.person == "third" else ""
    individual = bool(hero)
    themes = bank.titles.get("individual" if individual else genre.person, ()) or bank.titles.get("first", ())
    slots = {
        "unit": brief.unit,
        "occasion": re.sub(r"^在|上的?(?:经验交流)?(?:发言)?$|(?:交流)?发言$", "", brief.occasion),
        "speaker": hero or person_name(brief.speaker) or brief.speaker,
        "date": brief.date,
        "year": year_of(brief, of_plans=genre.person == "none"),
        "theme": "",
    }
    frame = Frame(brief, genre, slots, turn, individual, honest, recent)
    slots["theme"] = next(iter(frame.turned(themes)), "")
    return frame


def _hero(brief: Brief) -> str:
    """The person whom a story is about, where the brief names none apart: whom its first facts introduce."""
    if any("集体" in wish for wish in brief.requirements):
        return ""
    found = [m for fact in brief.facts[:2] if (m := _INTRODUCED.match(fact))][:1]
    # After a trade, only the first fact: later ones may introduce whoever helps.
    name = next((m["first"] or (m["after"] if m.string == brief.facts[0] else "") for m in found), "")
    return "" if _ROLE_WORD.search(name) else name


def person_name(speaker: str) -> str:
    """The name in “县关工委常务副主任 王建国” or “王建国（副主任）”, "" where none stands apart."""
    words = [w for w in re.split(r"[\s，,、（()）：:]+", speaker) if w]
    names = [w for w in words if _NAME.match(w) and not _ROLE_WORD.search(w)]
    return names[-1] if names else ""


def year_of(brief: Brief, *, of_plans: bool = False) -> str:
    """The year that a text is about, “2026年”, “2026年上半年” or “2025—2026学年”; "" where nothing states it.

    What the wishes or the occasion say counts before the day on which it was written: a summary may be signed in the
    January after its year, and a text ``of_plans`` in the December before.
    """
    told = "\n".join(f for f in brief.facts if of_plans or role_of(f) != "打算")
    if school := next((m[0] for t in (brief.occasion, *brief.requirements, told) if (m := _SCHOOL_YEAR.search(t))), ""):
        return school
    stated = [m[0] for t in (*brief.requirements, brief.occasion) if (m := _YEAR.search(t))]
    half = next((year for year in stated if "半年" in year), "")
    written = _DAY.search(brief.date)
    if stated or not written:
        years = {match[0] for match in _YEAR.finditer(told)}
        return half or next(iter(stated), "") or (years.pop() if len(years) == 1 else "")
    year, month = int(written[1]), int(written[2] or 6)
    other = year + 1 if of_plans and month >= _LATE else year - 1 if not of_plans and month <= _EARLY else year
    if other != year and f"{year}年" not in told:
        return f"{other}年" if f"{other}年" in told else ""
    found = _YEAR.search(brief.date)
    return found[0] if found else f"{year}年"


def _short_unit(unit: str) -> str:
    if not unit:
        return "关工委"
    if "关工小组" in unit:
        return "关工小组"
    return "关工委" if "关工委" in unit or "关心下一代" in unit else unit


def title_of(frame: Frame) -> str:
    """The title: what the requirements state, else the first of the genre's patterns that the slots fill."""
    for wish in frame.brief.requirements:
        match = re.search(r"(?:标题|题目)(?:就|请)?(?:用|为|是|叫|定为|：|:)+[“《「]?([^”》」。；]{4,40})", wish)
        if match:
            return match[1]
    own = frame.genre.title_patterns_individual if frame.individual else ()
    for title in fillable((*own, *frame.genre.title_patterns), frame.slots):
        if frame.honest(title):
            return title
    return frame.genre.name


def front_of(frame: Frame) -> tuple[str, ...]:
    """The lines under the title; where the genre signs at the end, unit and date stand there instead."""
    if frame.genre.signature:
        return ()
    lines = [getattr(frame.brief, key, "") for key in frame.genre.front]
    return tuple(f"（{line}）" if line == frame.brief.date and line else line for line in lines if line)


def signature_of(frame: Frame) -> tuple[str, ...]:
    """The 落款: unit and date, where the genre has one and both are known."""
    if not frame.genre.signature or not frame.brief.unit or not frame.brief.date:
        return ()
    return (frame.brief.unit, frame.brief.date)
