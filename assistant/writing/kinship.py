"""Which facts belong together whatever their themes: one goes on from another, or both tell of one named thing."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from assistant.ledger import find_spans
from assistant.writing.facts import Fact

_GOES_ON = re.compile(
    r"^(?:其中|该(?!管|办|帮)|上述|这(?!几年|些年|一年|两年|三年|里说)|此(?:项|举)|他们|它们?|为此|由此|并(?!不)|对此)"
)
_PERSON = re.compile(r"^(?:他|她)(?!们|乡|人)")
_QUOTED = re.compile(r"“([^”]{2,12})”|《([^》]{2,30})》")
# Things that are set up and then work: a station and its visitors, a fund and what it paid.
_THING = re.compile(
    r"(?:辅导|服务|工作|活动|关爱|托管|学习|联络|广播)站|驿站|(?:书|小|谈心)屋|之家|(?:工作|活动|阅览|咨询|辅导|调解|展)室|课堂|讲堂|学堂|军校|夜校"
    r"|(?:家长|假日|暑期|周末)学校|(?:宣讲|讲师|报告|艺术|合唱)团|(?:服务|宣讲|护学|巡逻|巡查|志愿|护苗|监督|文艺|锣鼓|足球|舞龙|舞狮)队|小分队"
    r"|(?:护学|监督)岗|(?:夏令|冬令)营|(?:托管|学习|兴趣|书法|剪纸|武术|合唱)班|基金(?!会)|助学金|热线|信箱|公众号|专栏|(?:展览|纪念|文化|校史|村史)馆|展厅"
    r"|文化墙|小课桌|小院|菜园|农场|(?:教育|实践|研学|劳动)基地|(?:学习|活动|服务|关爱|托管|谈心)点|微心愿|模拟法庭|读本|口袋书|歌谣|校本教材|法庭"
)
_SHORT_NAME = 3  # characters from which on a name is known again without its quotes
_ENDS = "团队站屋室班堂园营课岗会馆车院社廊角台"
_FOLK = re.compile(r"[一-鿿]{2,4}")
_NO_THING = ("五老", "五好", "六一", "七一", "五四", "十一", "双减")
_BODIES = re.compile(r"关工委|局|校|学|院|委|会|政府|公司|县|市|区|镇|乡|街道|中国|党|国")
_MOST = 4  # facts that are kept together: more would swallow the parts
_LISTS = 3  # names from which on a fact lists them and is about none of them
_EARLY = 10  # characters within which a fact names what it is about


def related(facts: Sequence[Fact], known: Sequence[str] = (), *, individual: bool = False) -> tuple[Fact, ...]:
    """``facts``, marked where they go on from the one before (其中, 该站, 他) and where they tell of one thing.

    What ``known`` (unit, occasion, speaker) says is shared by all of them and binds none. In the story of an
    ``individual`` 他 is the hero.
    """
    marked: list[Fact] = []
    for fact in facts:
        before = marked[-1] if marked else None
        goes_on = bool(_GOES_ON.match(fact.text)) or (not individual and bool(_PERSON.match(fact.text)))
        apart = before is None or fact.instruction or before.instruction or (before.role != "打算" == fact.role)
        marked.append(replace(fact, joined=goes_on and not apart))
    first = _first_of_kin(marked, known)
    return tuple(replace(f, kin=first.get(f.number, -1)) for f in marked)


def opens_with_kin(fact: Fact, facts: Sequence[Fact]) -> bool:
    """Whether a fact begins with what it shares with others: it is about that."""
    names = _names(facts)
    mine = _named(fact, "", names)
    shared = {w for f in facts if f.root == fact.root and f.number != fact.number for w in _named(f, "", names) & mine}
    return any(word in fact.text[: _EARLY + len(word)] for word in shared)


def _first_of_kin(facts: Sequence[Fact], known: Sequence[str]) -> dict[int, int]:
    bound = [f for f in facts if f.role not in ("不足", "打算") and not f.instruction]
    names = _names(facts)
    named = {f.number: _named(f, "\n".join(known), names) for f in bound}
    first: dict[int, int] = {}
    sizes: dict[int, int] = {}
    for later in facts:
        anchors = [e.number for e in facts if e.number < later.number and _same(e, later, named)]
        anchors = [later.number - 1] if later.joined else anchors
        root = next((first.get(n, n) for n in anchors if sizes.get(first.get(n, n), 1) < _MOST), None)
        if root is not None:
            first[later.number] = first[root] = root
            sizes[root] = sizes.get(root, 1) + 1
    return first


def _names(facts: Sequence[Fact]) -> frozenset[str]:
    """The names that the facts give in quotes, and the short forms of those of things: 陪伴团 of “爷爷奶奶陪伴团”."""
    quoted = {a or b for f in facts for a, b in _QUOTED.findall(f.text)} - set(_NO_THING)
    short = {q[-3:] for q in quoted if len(q) > _SHORT_NAME and q[-1] in _ENDS and not _THING.search(q)}
    return frozenset(q for q in quoted if len(q) >= _SHORT_NAME) | frozenset(short)


def _named(fact: Fact, known: str, names: Collection[str] = ()) -> frozenset[str]:
    """What a fact names that others may tell of too: ``names``, people, things that are set up."""
    text = fact.text
    quoted = {a or b for a, b in _QUOTED.findall(text)} - set(_NO_THING) | {n for n in names if n in text}
    spans = [s.text for s in find_spans(text) if s.kind == "name"]
    people = {s for s in spans if _FOLK.fullmatch(s) and not _BODIES.search(s)}
    things = {m[0] for m in _THING.finditer(text)}
    people = people if len(people) < _LISTS else set()
    return frozenset(w for w in quoted | people | things if w not in known)


def _same(one: Fact, other: Fact, named: Mapping[int, frozenset[str]]) -> bool:
    """Whether two facts tell of one thing, and not of two that bear names of their own."""
    shared = named.get(one.number, frozenset()) & named.get(other.number, frozenset())
    most = sum(1 for own in named.values() if shared & own)
    if not shared or most > max(_MOST, len(named) // 3):
        return False
    if any(not _THING.fullmatch(word) for word in shared):
        return True
    own = [{a or b for a, b in _QUOTED.findall(f.text) if _THING.search(a or b)} for f in (one, other)]
    return not (own[0] and own[1]) or bool(own[0] & own[1])
