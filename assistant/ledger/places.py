"""Names of administrative places: 青禾县, 东风镇, 兴隆社区, 北京."""

import re
from collections.abc import Iterator

from assistant.ledger.names import Name
from assistant.ledger.text import Text, Token

HAN = re.compile(r"[\u4e00-\u9fff]+")
# 王家沟村: a surname, 家 and a landform, which the segmenter knows nothing of.
LANDFORM = "(?:沟|湾|庄|坪|台|岗|河|坝|冲|寨|堡|营|院子|屯|店|塘|岭|坡|山|峪|窑|洼|滩|集|桥|渡|埠|堰|畈|墩|沱|垭|坳)"
_HAMLET = re.compile(rf"[\u4e00-\u9fff]家{LANDFORM}(?P<end>村|社区|组|屯|镇|乡)?(?![园稼严重院脊顶路])")
# 在青峰山举办: a landform after a preposition, which no ending of an administration marks.
_NATURAL = re.compile(
    r"(?<=[在到赴往游])(?P<name>[\u4e00-\u9fff]{2,3}?(?:山|湾|湖|岭|谷|岛|峡|坪|畈|洲|滩|寨|峰|垭))(?=[举开进办接召安驻建扎露徒植祭，。；、和])"
)
_ENDING = re.compile("街道|社区|自治县|自治州|自治区|开发区|县|市|区|乡|镇|村|省|屯")
_AFTER_NOT = {
    "县": "级城域",
    "市": "场民级值",
    "区": "域别分块间",
    "乡": "间野里下村亲愁土贤情级镇音",
    "镇": "定静压痛",
    "村": "庄落居史容级",
    "省": "级份钱力心略",
}
_NARROW = ("区", "市", "省", "州", "屯")
_NOT_FIRST = frozenset("各全本该每某我两几多所到在往从的了")
_NOT_LAST = frozenset("有了在到是被由向为和与及的等对把将让任")
_NOT_KNOWN_AFTER = (
    "精神",
    "会议",
    "时期",
    "革命",
    "战役",
    "起义",
    "人民",
    "画",
    "大学",
    "时间",
    "市",
    "县",
    "省",
    "镇",
)
_CUT_ENDINGS = ("县", "镇", "乡", "村", "街道", "社区")
_BOUNDS = frozenset("\n，。；：！？、,;:!?（(“《 　在到从往赴于由和与及至")
_NOT_IN_CUT = _NOT_FIRST | frozenset(
    "任为以由被将让使给对等是有无不未也都还就其它个多少大小新老乡镇县市区村社街省户入进驻走"
)
_JOINING = ("联合", "会同", "配合", "协同", "协助", "组织", "邀请")


def find_places(text: Text) -> Iterator[Name]:
    """Places by their endings (青禾县, 东风镇, 兴隆社区), and well-known ones without."""
    floor = 0
    for match in _HAMLET.finditer(text.plain):
        known = text.lexicon.surnames if match["end"] else text.lexicon.plain_surnames
        if match[0][0] in known and (match["end"] or _stands(text, match)):
            yield Name(match.start(), match.end(), "place", match[0])
    for match in _ENDING.finditer(text.plain):
        start = _start(text, match, floor)
        if start is None:
            start = _start_cut(text, match, floor)
        if start is not None:
            floor = match.end()
            yield Name(start, match.end(), "place", text.plain[start : match.end()])
    for match in _NATURAL.finditer(text.plain):
        first = text.token_at(match.start())
        rare = first.start == match.start() and not text.knows(match["name"]) and first.tag[0] not in "vdpucrmf"
        if rare and not set(match["name"]) & _NOT_IN_CUT:
            yield Name(*match.span("name"), "place", match["name"])
    for token in text.tokens:
        if token.word in text.lexicon.places and not text.plain.startswith(_NOT_KNOWN_AFTER, token.end):
            yield Name(token.start, token.end, "place", token.word)


def _stands(text: Text, match: re.Match[str]) -> bool:
    """True where no word begins before 鲁家湾 or goes on behind it."""
    before, last = text.token_at(match.start()), text.token_at(match.end() - 1)
    return before.start == match.start() and (last.end == match.end() or last.start == match.end() - 1)


def _start(text: Text, match: re.Match[str], floor: int) -> int | None:
    """Where the name begins that ends in the match; None where it is no name."""
    after = text.plain[match.end() : match.end() + 1]
    if after and match[0] not in ("街道", "社区") and after in _AFTER_NOT.get(match[0][-1], ""):
        return None
    token = text.token_at(match.end() - 1)
    if token.end > match.end() and token.word not in text.lexicon.organs and match.end() - token.start < 3:
        return None
    token_start = max(token.start, floor)
    if token_start < match.start():
        word = text.plain[token_start : match.start()]
        return token_start if _is_name(text, word, token.tag, match) else None
    return _start_before(text, match, floor)


def _start_cut(text: Text, match: re.Match[str], floor: int) -> int | None:
    """Where a name of two characters begins that the segmenter cut amiss (青禾/县西/山镇), after a clear bound."""
    start = match.start() - 2
    if start < floor or match[0] not in _CUT_ENDINGS:
        return None
    if start > floor and text.plain[start - 1] not in _BOUNDS:
        return None
    word = text.plain[start : match.start()]
    if set(word) & _NOT_IN_CUT or any(t.tag[0] in "vdpucrmqf" for t in text.tokens_in(start, match.start())):
        return None
    return start if _is_name(text, word, "n", match) else None


def _start_before(text: Text, match: re.Match[str], floor: int) -> int | None:
    if not match.start() or match.start() == floor:
        return None
    previous = text.token_at(match.start() - 1)
    start, word, tag = previous.start, previous.word, previous.tag
    if len(word) == 1 and start > floor and tag[0] in "nagbjzvtf":
        earlier = text.token_at(start - 1)
        if len(earlier.word) == 2 and earlier.word[0] in "在到从往赴于" and earlier.start >= floor:
            earlier = Token(earlier.word[1], earlier.start + 1, earlier.end, "n")  # 在望湖社区 is cut 在望/湖
        loose = len(earlier.word) == 1 and _after_preposition(text, earlier) and match[0] not in _NARROW
        if earlier.start < floor or len(earlier.word) > 2 or not (_nominal(earlier) or loose):
            return None
        start, word, tag = earlier.start, earlier.word + word, "n"
    if start < floor:
        return None
    return start if _is_name(text, word, tag, match) else None


def _after_preposition(text: Text, token: Token) -> bool:
    return token.start > 0 and text.plain[token.start - 1] in "在到从往赴于" and "\u4e00" <= token.word <= "\u9fff"


def _nominal(token: Token) -> bool:
    return token.tag[0] not in "vdpucrxmqte" and bool(HAN.fullmatch(token.word))


def _is_name(text: Text, word: str, tag: str, match: re.Match[str]) -> bool:
    lexicon, ending = text.lexicon, match[0]
    if not HAN.fullmatch(word) or not 2 <= len(word) <= 5 or word[0] in _NOT_FIRST or word[-1] in _NOT_LAST:
        return False
    if len(word) == 3 and word[2] in "来去赴回进" and word[0] in lexicon.surnames:
        return False  # 邓肃来县老年大学
    if word in _JOINING:
        return False  # 会同县法院: with the court, not the court of 会同县
    if word in lexicon.place_names or word in lexicon.places:
        return True
    if ending == "省":
        return False  # 发人深省: the provinces are all known
    if word in lexicon.place_words | lexicon.organs or word in lexicon.light or word in lexicon.roles:
        return False
    if any(word.endswith(w) and len(w) > 1 for w in lexicon.place_words):
        return False
    if any(word.startswith(w) and len(w) > 1 for w in lexicon.place_words) and text.knows(word + ending):
        return False
    if tag[:2] in ("nr", "ns", "nz", "nt") or not text.knows(word):
        return tag[0] not in "vdpc"
    return tag[0] in "nbjsfz" and (ending == "社区" or not ending.endswith(_NARROW))
