"""What is particular in a sample beyond the ledger's claims: names and counts that a checker must not flag, a mask may.

The ledger flags only what it can stand by; a passage shown to a writer may rather lose a word too many than keep the
name of somebody else's village. What is so general that every office writes it stays.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from assistant.ledger import Span, find_spans
from assistant.ledger.lexicon import load_lexicon
from assistant.ledger.sifting import set_spans
from assistant.ledger.spans import Kind
from assistant.ledger.text import Text, Token

_HAN = "一-鿿"
_TENS = "二两三四五六七八九十百千万"
_COUNT = re.compile(
    rf"(?<![第\d{_TENS}一这那每各前后初])(?:[{_TENS}]{{1,6}}多?|几(?=[十百千万])[{_TENS}几]+多?|半(?=年|个))"
    r"(?=个(?![^，。]{0,2}(?:明显|方面|关键|环节|维护|自信|意识|一|重点))"
    r"|[名位户支场次篇册本张枚只双根辆艘株亩里届季期批趟遍圈茬站堂节课门袋盒碗桶封幅盏所间处座栋]"
    r"|年多?|个?(?:学年|学期|小时|昼夜|月)|天|夜|岁|人|成|公里)"
)
_DIGITS = re.compile(r"(?<![\d.])(?<!^)(?<!\n)[0-9０-９]+(?:[.,，][0-9０-９]+)*(?![0-9０-９、.．）)])[%％‰]?")
_QUOTED = re.compile(r"“([^“”，。！？；：\n]{2,16})”")
_GENERAL = re.compile(
    rf"五老|[{_TENS}一双][{_HAN}]{{1,3}}|[{_HAN}]{{0,2}}关工委|青少年|留守|传帮带|传、帮、带|下一代|大手牵小手"
)
_SPOKEN = re.compile("[你您吗呢吧啊么怎谁哪这那了着过没都还就把被什得]")
_DOTTED = re.compile(rf"[{_HAN}]{{2,6}}(?:[·•][{_HAN}]{{1,5}})+")
_REGION = re.compile(
    r"(?:黔|滇|桂|川|湘|鄂|豫|皖|苏|浙|赣|闽|粤|琼|冀|晋|鲁|辽|陕|甘|秦|巴|蜀|沪|渝|青|藏|新|蒙)"
    r"(?:[东西南北中](?![京海安宁山昌湖江路门部方面边])[东西南北]?|[豫皖鄂湘川陕甘黔桂滇赣闽粤冀鲁]交界)(?:州|山区|地区)?"
    r"|(?:太行|吕梁|大别|秦巴|武陵|乌蒙|六盘|罗霄|沂蒙|大凉|长白|祁连|燕)山区?|[河陇]套|河西走廊|珠江口|长江口"
)
_PLACE = re.compile(
    "自治[州县旗]|街道|社区|苏木|嘎查|口岸|草原|盆地|平原|谷地|山谷|沙地|沙漠|湿地|[林矿垦港湾新牧]区|炮台|水库|码头|[农林牧]场"
    "|[省市州县区镇乡村旗寨屯河江湖溪渠沟湾山岭坪坝滩洲岛港谷巷街路桥渡埠场塬坳峪片洼淀潭泉]"
)
_UNIT = re.compile(
    "(?:有限|股份)?公司|集团"
    "|(?:民族|实验|初级|高级|职业|中心|完全|第[一二三四五六七八九十]+|九年一贯制|子弟|特殊教育|艺术|工艺美术|附属)*"
    "(?:小学|中学|学校|高中|初中|幼儿园|子弟校)|学院|大学|[一二三四五六七八九十][中小](?=[，。、的与和等])|医院|卫生院|合作社|信用社"
    "|研究[所院]|农技站|艺术团|剧团|歌舞团|融媒体中心|产业园|工业园|[纺机电钢药酒]织?厂|林业局|博物馆|纪念馆"
)
_COMMON = frozenset(
    "全各本该每某我你他她两几多所到在往从的了和与及其这那任为以由被将让使给对等是有无不未也都还就入户进驻走把着过地得并去回向用请带做当"
    "要能共后另同只又再很最更找查问送考买卖三四六七八九十百千万"
)
_SOFT = frozenset("外上下里内中大小新老城乡农山郊远边偏镇县市区村省一二五来会先前")
_SAID = frozenset("说写笑哭道常总却就才便又也都因从在把被带领捧握拉拄摸望看听回教讲走跑是会，。、等的亲每自工夫之")
_NO_NAME = frozenset(
    "的了是在和与及或、对为向从到把被将就也都还又很最更不没有我你他她它们这那个些其各每于以之等并而且但则所着过地得说们"
)
_KINDS = re.compile(
    "(?:革命|贫困|边远|偏远|示范|试点|重点|先进|薄弱|中心|行政|自然|家长|留守|活动|办公|生活|居民|移民|安置|义务|职业|乡镇|农村|城市|城镇"
    "|社会|红色|学校|机关|教学|教育|工业|经济|文明|基层|平安|和谐|美丽|兄弟|附近|周边|当地|老同志|退休|特殊|民办|公办|中小|普通|优秀|集体"
    "|专业|民营|国有|爱心|农贸|批发|人才|毕业|青少年|少年|儿童|幼儿|党员|校外|各级|单位|[一-鿿]?[门出思道网铁公马十]"
    "|部分|个别|有关|相关|寄宿制?|规模|整个|家|优质|支教|偏重|年一贯制|流动|互联"
    "|自己|孩子们?){1,3}"
)
_ROLE = re.compile(
    "(?:师父|师傅|徒弟|教师|老师|校长|主任|书记|[队组团会站院厂社行厅局科所馆班]长|主编|干部|民警|护士|医生|法官|[作画]家|家长|学生|同学|青年|青工"
    "|工人|[女男]孩|孩子|丈夫|妻子|老伴|父亲|母亲|爷爷|奶奶|带头人|牵头人|负责人|主人|首讲人|传承人|[宣辅监讲志][讲导督解愿][员者]|船员|社员"
    "|[村居渔牧农]民|选手|大师|[农工][艺程]师|工匠|老兵|老人|党员|技师|带头的|岁的|的是|名?叫|说起|提起|最多的|最年轻的)"
)
_AGED = re.compile(
    rf"(?:^|(?<=[，。！？；：、\n“]))(?P<name>[{_HAN}]{{2,6}}?)"
    r"(?=(?:今年)?(?:\d\d|[六七八九]?十[一二三四五六七八九]?)岁|退休前)"
)
_ALIEN = re.compile(
    rf"(?:岁的|徒弟|叫|带头的|最年轻的)(?P<name>[{_HAN}]{{2,5}}?)(?=[，。、在会是就把因却从每给和与的说]|退休|今年)"
)
_CALLED = re.compile("[老小](?!康)[一-鿿]")
_AT_WORK = re.compile(r"工作室|等\d|(?:今年)?\d\d岁")
_CLAUSE = re.compile(rf"(?:^|(?<=[，。！？；：、\n]))(?=[{_HAN}]{{2,3}}(?:工作室|等\d|[、，]|[说写常种背在的]))")


def particulars(text: str) -> tuple[Span, ...]:
    """Every claim of ``text`` and whatever else tells of one place, person or year only; in order, without overlaps."""
    ready = Text(text, load_lexicon())
    spans = list(find_spans(text))
    for start, end, kind in (*_names(ready), *_others(ready)):
        low, high = ready.raw_span(start, end)
        met = [span for span in spans if span.start < high and low < span.end]
        if kind == "name" and met and not all(low <= span.start and span.end <= high for span in met):
            low = max([low, *(span.end for span in met if span.start <= low)])
            high = min([high, *(span.start for span in met if span.start > low)])
            met = [] if high - low > 1 else met
        if not met or (kind == "name" and any(span.end - span.start < high - low for span in met) and low < high):
            spans = [span for span in spans if span not in met]
            spans.append(Span(text[low:high], low, high, kind))
    return tuple(sorted(spans, key=lambda span: span.start))


def _names(text: Text) -> Iterator[tuple[int, int, Kind]]:
    """People first, wherever they are named; then units and places by their endings, each with the name before it."""
    people = set(_people(text))
    for word in dict.fromkeys(text.plain[start:end] for start, end in sorted(people) if end - start > 2):
        people.update((m.start(), m.end()) for m in re.finditer(re.escape(word), text.plain))
    for pattern, most in ((_UNIT, 9), (_PLACE, 4)):
        for match in pattern.finditer(text.plain):
            if pattern is _PLACE and pattern.match(text.plain, match.end()):
                continue  # 红柳滩/镇
            begin = _before(text, match, most)
            if begin is not None and not any(low < match.end() and begin < high for low, high in people):
                yield begin, match.end(), "name"
    yield from ((m.start(), m.end(), "name") for m in _REGION.finditer(text.plain))
    yield from ((start, end, "name") for start, end in sorted(people))


def _people(text: Text) -> Iterator[tuple[int, int]]:
    plain = text.plain
    yield from (m.span() for m in _DOTTED.finditer(plain))
    for match in (*_AGED.finditer(plain), *_ALIEN.finditer(plain)):
        common = text.knows(match["name"]) and not text.token_at(match.start("name")).tag.startswith(("nr", "ns"))
        if not common and not set(match["name"][1:]) & _NO_NAME and match["name"][-1] not in "人员师长手":
            yield match.span("name")
    roles = {m.end() for m in _ROLE.finditer(plain)}
    for start in roles | {m.start() for m in _CLAUSE.finditer(plain)}:
        length = _given(text, start) if start in roles or _is_named(text, start) else 0
        if not length and (start in roles or _AT_WORK.match(plain, start + 3)):
            length = _unknown(text, start)
        if length:
            yield start, start + length
    surnames = text.lexicon.surnames | text.lexicon.rare_surnames
    for token, after in pairwise((*text.tokens, Token("", len(plain), len(plain), "x"))):
        full = text.is_person(token) and not text.knows(token.word) and token.word not in text.lexicon.concepts
        if full or (token.tag == "nr" and _CALLED.fullmatch(token.word) and token.word[1] in surnames):
            yield token.start, token.end
        elif token.tag == after.tag == "nr" and len(token.word + after.word) == 3 and token.word[0] in surnames:
            yield token.start, after.end


def _given(text: Text, start: int) -> int:
    """Length of the name with a surname that begins here, 0 where there is none."""
    name = text.plain[start : start + 3]
    if len(name) < 2 or name[0] not in text.lexicon.surnames | text.lexicon.rare_surnames:
        return 0
    length = 2 if len(name) < 3 or not "一" <= name[2] <= "鿿" or name[2] in _SAID else 3
    name = name[:length]
    everyday = name[0] in text.lexicon.everyday_surnames and (text.knows(name[1:]) or name[1:] in text.lexicon.concepts)
    telling = text.token_at(start).tag.startswith("nr") or _AT_WORK.match(text.plain, start + 3)
    if (everyday and not telling) or text.token_at(start).start != start:
        return 0
    if length < 3 or set(name[1:]) & _NO_NAME or text.knows(name) or (text.knows(name[:2]) and name[0] in _COMMON):
        return 0
    return length


def _is_named(text: Text, start: int) -> bool:
    return text.token_at(start).tag.startswith("nr") or bool(_AT_WORK.match(text.plain, start + 3))


def _unknown(text: Text, start: int) -> int:
    """Length of a word of three or four characters that begins here and that no dictionary has, else 0."""
    if start >= len(text.plain) or text.token_at(start).start != start:
        return 0
    word = text.token_at(start).word
    common = text.knows(word) or word in text.lexicon.concepts or set(word) & (_NO_NAME - {"之"})
    return len(word) if not common and 3 <= len(word) <= 4 else 0


def _before(text: Text, match: re.Match[str], most: int) -> int | None:
    """Where the name begins that ends in the match; None where it is a common noun."""
    after = text.token_at(match.end() - 1)
    if after.end > match.end() and text.knows(after.word) and after.word[-1] not in "边畔旁沿":
        return None  # 路上, 区域: the ending is part of another word
    start = match.start()
    while start > 0 and match.start() - start < most and "一" <= text.plain[start - 1] <= "鿿":
        if text.plain[start - 1] in _COMMON:
            break
        start -= 1
    before = [t for t in text.tokens_in(start, match.start()) if t.end <= match.start()]
    if match.start() - start == most:  # a longer run: only whole words of it
        tokens = [t for t in text.tokens_in(start, match.start()) if t.tag[0] not in "vpdcurmq" or len(t.word) == 1]
        start = tokens[0].start if tokens else match.start()
    own = next((t for t in before if len(t.word) > 1 and (t.tag[:2] in ("ns", "nr") or not text.knows(t.word))), None)
    if own is None and after.start < match.start() and after.tag != "ns" and text.knows(after.word):
        return None  # 照片, 社区
    for token in before:
        if (own is None or token.end <= own.start) and len(token.word) > 1 and token.tag[0] in "vpdrmtcf":
            whole_word = text.knows(token.word) and match.start() - token.end != 1  # 永年/洼县 is one name
            start = token.end if whole_word else start  # 积极/配合/学校
    name, whole = text.plain[start : match.start()], text.plain[start : match.end()]
    if not set(name) - _SOFT or _KINDS.fullmatch(name) or (text.knows(whole) and text.token_at(start).tag != "ns"):
        return None
    return start if len(name) > 1 or text.plain[start - 1 : start] in tuple("，。、；：（") else None


def _others(text: Text) -> Iterator[tuple[int, int, Kind]]:
    """Quoted names and counts, but for those of set phrases (两个确立) and announced points (三个到位)."""
    plain = text.plain
    for match in _QUOTED.finditer(plain):
        if not _GENERAL.fullmatch(match[1]) and not _SPOKEN.search(match[1]):
            yield match.start(), match.end(), "activity"
    phrases = set_spans(text)
    for pattern in (_COUNT, _DIGITS):
        for match in pattern.finditer(plain):
            if not phrases[match.start()] and not _announces(text, match.end()):
                yield match.start(), match.end(), "figure"


def _announces(text: Text, at: int) -> bool:
    """True where 个 stands here before what is no thing to be counted."""
    if not text.plain.startswith("个", at) or at + 1 >= len(text.plain):
        return False
    counted = text.token_at(at + 1)
    return counted.word in text.lexicon.abstract or counted.tag[0] in "vda"
