"""Titles in 《》, document numbers, quoted activities, and the masks that samples leave behind."""

import re
from collections.abc import Iterator
from typing import Literal

from assistant.ledger.lexicon import Lexicon

MaskKind = Literal["figure", "date", "name"]

_TITLE = re.compile(r"《[^《》\n]{0,80}(?:《[^《》\n]{0,60}》[^《》\n]{0,60})*》")
_DOCUMENT = re.compile(r"[\u4e00-\u9fff]{2,10}(?:〔|\[|［|【|（|\()\d{4}(?:〕|\]|］|】|）|\))\s?第?\d{1,4}号")
_LEAD = re.compile(
    r"^.*(?:按照|根据|依据|依照|印发|转发|下发|落实|贯彻|执行|学习|出台|发布|文件|通知|参照|遵照|对照|结合|以|的|和|及|与|对|由|见|了|是|为|到|在)(?=[\u4e00-\u9fff]{2,})"
)
_QUOTED = re.compile(r"“([^“”\n]{1,40})”|「([^「」\n]{1,40})」|\"([^\"\n]{1,40})\"|‘([^‘’\n]{2,40})’")
# What is said in quotes is read like any other text.
_SPEECH = re.compile(r"[，。！？；]|.{13}")
_CUE_AFTER = re.compile(
    r"^(?:的|这一|等|大型|系列|专题|公开|精品|情景|线上|专项|特色|青少年|主题|志愿服务?|五老|老少|结对|关爱|帮扶|爱心|公益|校园|暑期|教育|宣讲|实践|党建|文化|法治|普法|红色|品牌|助学|读书|服务){0,5}"
    r"(?:活动|主题教育|行动|工程|项目|品牌|计划|工作室|工作站|工作法|讲堂|大讲堂|课堂|学堂|宣讲|宣讲团|报告团|讲师团|志愿|服务队|小分队|突击队|艺术团|合唱团|团队|队|夏令营|冬令营|训练营"
    r"|比赛|竞赛|大赛|征文|演讲|读书|论坛|沙龙|书屋|驿站|基地|中心|小屋|之家|站|室|班|课程|课|研学|巡讲|展览|展|晚会|演出|汇演|节|月|周|日|热线|平台|模式|机制|阵地|联盟|调解室|信箱|栏目|专栏|微信|公众号|奖|基金|超市|助学|结对|帮扶|教育|学校|公益)"
)
_CUE_BEFORE = re.compile(
    r"(?:开展|举办|打造|新建|建[起成]|办起|搭建|开起|新设|[拉组]起|取名|实施|启动|组织|创建|推出|创办|设立|开设|开办|成立|组建|推行|探索|创新|策划|承办|主办|举行|参加|参与|深化|擦亮|叫响|做优|做强|做实|做靓|品牌|活动|名为|叫做|题为|主题为|以|获评|荣获|获|授予|评为|评选|被评为|称号|建立|形成|形成了)(?:了|一批|全县|全市|全区|系列|的|为|出|过|并)?$"
)
_TAIL = re.compile(
    r"(?:行动|工程|计划|活动|工作室|讲堂|课堂|学堂|宣讲团|报告团|服务队|驿站|书屋|之家|小屋|夏令营|先进集体|先进个人|先进单位|示范点|称号|书院|学院|讲坛|论坛|大篷车|直通车|服务站|工作站|联络站|辅导站|宣讲队|艺术团|合唱团|足球队|训练营|体验营"
    "|故事会|读书会|文化节|艺术节|科技节|读书节|公益课|思政课|奖学金|助学金|爱心超市|调解室|工作坊|联盟)$"
)
_NOT_NAMED_AFTER = re.compile(
    r"^的?(?:良好|浓厚|生动|可喜|崭新|工作|社会|共同|志愿|奉献|革命|优良|红色|教育|总体|基本|整体|育人)*(?:传统|品格|品质|风尚|热潮|合力|大格局|特点|要求|方针|原则|精神|意识|理念|思路|工作思路|目标|效果|局面|格局|氛围|角色|情怀|作用|工作方针|工作原则|总要求|抓手|宗旨|重点|主线|责任|责任感|方法|办法|基础工程)|^为(?:工作)?(?:思路|抓手|目标|主线|重点|宗旨)"
)
_COUNT = re.compile(
    r"^[二两三四五六七八九十]+[本张支笔根道]|^[一二三四五六七八九十两百多双\d]+(?:[个项大种条类级心有要不必]|结合|坚持|到位|服务)|[一二三四五六七八九十][个项大种条]"
)
_MASK_DATE = re.compile(
    r"(?<![A-Za-z\d])(?:(?:19|20)[*×xX○_]{1,4}|20[\d*×xX○_]{1,2}[*×xX○_]|[*×xX○_]{2,4}|[二2][〇0○][×xX*]{2})\s?年(?:度|(?:[\d*×xX_]{1,2}|[一二三四五六七八九十]{1,2})月(?:[\d*×xX_]{1,2}日)?)?(?:[上下]半年)?"
    r"|(?<![A-Za-z\d])[*×xX_]{1,2}月(?:[\d*×xX_]{1,2}[日号])?"
)
_MARK = (
    r"(?:(?<![〇○零一二三四五六七八九])[×＊○]{1,4}(?![〇零一二三四五六七八九])|(?<![*\w])\*{2,4}"
    r"|(?<![A-Za-z\d])[Xx]{2,4}(?![A-Za-z])|(?<![_\w])_{2,8}|某某)"
)
_MASK = re.compile(
    rf"(?:(?<![A-Za-z\d])\d{{1,4}}[xX×*_○]{{1,4}}|{_MARK})[余多]?[万千百]?"
    r"(?:人次|场次|个百分点|平方米|公里|小时|万元|名|人|位|场|次|个|户|元|岁|亩|册|件|篇|期|支|%)(?!把)(?:以上|左右)?"
    rf"|(?P<name>{_MARK}(?P<place>街道|社区|县|市|区|省|镇|乡|村|第?[一二三四五六七八九十]{{0,2}}(?:中学|小学)|学校|大学|幼儿园|公司|集团|路)?)"
)
# Every mask has one of these.
_MASKING = re.compile("[*×xX○＊_]|某某")
_NOT_SURNAMES = frozenset("于向任和时成全关管从常都解查包游方温党司原应初车计来区相单费路经那由主台文市县镇")


def find_titles(text: str) -> Iterator[tuple[int, int]]:
    """Spans of 《…》 with their marks (a title inside a title is part of it)."""
    return (match.span() for match in _TITLE.finditer(text))


def find_documents(text: str) -> Iterator[tuple[int, int]]:
    """Spans of document numbers (清办发〔2024〕12号)."""
    for match in _DOCUMENT.finditer(text):
        lead = _LEAD.match(match[0])
        yield match.start() + (lead.end() if lead else 0), match.end()


def find_activities(text: str, lexicon: Lexicon) -> Iterator[tuple[int, int, bool]]:
    """Spans of quoted names, with their marks; True where the context says that it names an activity or brand."""
    for match in _QUOTED.finditer(text):
        inner = next(group for group in match.groups() if group is not None)
        if is_phrase(inner, lexicon):
            continue
        named = _is_named(text, match.start(), match.end(), inner, lexicon)
        if named or not _SPEECH.search(inner):
            yield *match.span(), named


def is_phrase(inner: str, lexicon: Lexicon) -> bool:
    """True where a quoted text is a set or policy phrase, a number game (三项机制) or a mere word."""
    bare = inner.strip(" 　，。！、")
    parts = [p for p in re.split(r"[，、；,\s]", bare) if p]
    known = lexicon.policy | lexicon.set_phrases
    if bare in known or (parts and all(p in known for p in parts)):
        return True
    if re.fullmatch(r".{1,5}[+＋]|.{0,3}一(?:盘棋|张网|股绳|条心|家亲|条龙|张图|把尺子)", bare):
        return True
    return bool(re.fullmatch(r"[\d+＋\-—×xX.·%~～]*[\dA-Za-zN]+[\d+＋A-Za-z\-.·]*", bare)) or len(bare) < 2


# “金秋助学”资助学生30名: what is quoted does the deed that is counted; no manner of doing it (“点单式”服务).
_COUNTED_DEED = re.compile(
    r"^(?:宣传|普法|巡查|排查|走访|助学|巡讲|培训|研学|慰问|义诊|志愿|服务|帮教|阅读|诵读|征集|活动)?"
    r"(?:已|共|先后|累计|全年|今年|又|再|一共|总共|前后|陆续|连续|走进校园|也)*"
    r"(?:开展|举办|举行|办|出动|组织|资助|巡查|惠及|覆盖|吸引|排查|走访|救助|培训|发放|受益|推出|启动|走进|进了?|送出|结对|帮扶|服务|办了)"
    r"[\u4e00-\u9fff]{0,6}(?=\d|[一二两三四五六七八九十百千近超约]{1,3}[\u4e00-\u9fff])"
)
# What opens, is put up or goes on show is a place or a brand: “银耀家园”也挂了牌.
_OPENED = re.compile(
    r"^(?:也|又|已经?|都|便|就|正式|先后|陆续|相继|如期|刚刚|随之|近日|在[\u4e00-\u9fff]{2,10})*"
    r"(?:挂牌|挂了牌|挂起了?牌|揭牌|揭幕|开张|上线|亮相|落成|落户|成立|启动|开班|开营|开讲|开课|开馆|开播|投入使用|建成|应运而生|正式运行)"
)
_OPENING = ("", "，", "。", "；", "：", "！", "\n", "年")
_MANNER = re.compile(
    r"[式化型性级制]$|^(.).\1|^一.一|[、+]|^[点线网块条].[到带成]|精准|全天候|量身|因.施|不打烊|滴灌|老带新|错时"
)


def _is_named(text: str, start: int, end: int, inner: str, lexicon: Lexicon) -> bool:
    if _COUNT.match(inner) and len(inner) <= 6:
        return False
    after, before = text[end : end + 24], text[max(0, start - 8) : start]
    if inner in lexicon.concepts or inner[-1] in "。！？；，" or _NOT_NAMED_AFTER.match(after):
        return False
    if _CUE_AFTER.match(after) or (_TAIL.search(inner) and len(inner) <= 12):
        return True
    if len(inner) >= 3 and _OPENED.match(after) and not _MANNER.search(inner):
        return True
    if len(inner) >= 4 and _COUNTED_DEED.match(after) and before[-1:] in _OPENING and not _MANNER.search(inner):
        return True
    return bool(_CUE_BEFORE.search(before)) and len(inner) >= 4 and not re.search(r"[，。；！？]", inner)


def _marked_lines(text: str) -> list[tuple[int, int]]:
    """Where the lines stand that may hold a mask."""
    lines: list[tuple[int, int]] = []
    for match in _MASKING.finditer(text):
        if not lines or match.start() >= lines[-1][1]:
            end = text.find("\n", match.end())
            lines.append((text.rfind("\n", 0, match.start()) + 1, end if end >= 0 else len(text)))
    return lines


def find_masks(text: str, lexicon: Lexicon) -> Iterator[tuple[int, int, MaskKind]]:
    """Spans of masked leftovers (201*年6月, 20xx余人, XX街道, 孙××), with the kind of claim they stand for."""
    lines = _marked_lines(text)
    for match in (m for line in lines for m in _MASK_DATE.finditer(text, *line)):
        yield *match.span(), "date"
    for match in (m for line in lines for m in _MASK.finditer(text, *line)):
        start, end = match.span()
        surname = text[start - 1 : start]
        alone = match["name"] is not None and not match["place"] and end - start <= 2
        if alone and surname in lexicon.surnames and surname not in _NOT_SURNAMES:
            start -= 1
        yield start, end, "figure" if match["name"] is None else "name"
