"""The user's unit, found inside one clause, and who is writing."""

import re
from functools import lru_cache

from assistant.chat.fields import POST, Fields
from assistant.chat.genre_words import alternatives

_ORGAN = (
    "关心下一代工作委员会|关工委|教育体育局|教育局|教体局|教科体局|老干部局|老干局|老年大学|团委|妇联|民政局|司法局|"
    "街道办事处|街道办|街道|社区|学校|小学|中学|幼儿园|学院|大学|职高|职中|镇|乡|村委会|集团|公司|厂|矿|农场|林场|医院|法院|检察院|"
    "监狱|公安局|财政局|卫健局|人社局|税务局|科协|文联|总工会|统战部|组织部|宣传部|工作室|宣讲团|报告团"
)
UNIT = rf"[\u4e00-\u9fff×xX○]{{2,24}}?(?:{_ORGAN})(?:关心下一代工作委员会|关工委)?(?:办公室)?"


_WE = "(?:我们这边|我们单位|我单位|咱们|我们|俺们|咱|俺|我|本单位|这里|单位)"
_UNIT_FOR = re.compile(
    rf"(?:帮|给|替|为|以|代表|代)(?:我们|咱们|我|咱)?(?P<u>{UNIT})(?=写|起草|拟|弄|整|准备|搞|做|的?名义|的|出|发言|来|汇报|作|上台)"
)


@lru_cache(maxsize=16)
def _first(own: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(
        rf"^(?P<we>{_WE}?(?:是|叫|系|就是)?)(?P<u>{UNIT})"
        rf"(?=$|[的，, 在要给准想写]|{POST}|\d{{4}}年|半年|年度|{alternatives(own)}|[\u4e00-\u9fff]{{2,3}}$)"
    )


@lru_cache(maxsize=16)
def _whose(own: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(
        rf"(?:写|[篇份个])(?!一?[篇份个])(?P<u>{UNIT})"
        rf"(?=的|\d{{4}}年|今年|全年|上半年|半年|年度|{alternatives(own)})"
    )


_NOT_UNIT = re.compile(r"[了过着]|代表|关于|各|所有|全部|走进|开展|组织|要求|联合|会同|写|发言|帮|几个|每|[们是在到]")


def take_unit(clause: str, found: Fields) -> str:
    """Take the user's unit out of ``clause``."""
    first = _first(found.own)
    for pattern in (_UNIT_FOR, _whose(found.own), first):
        match = pattern.search(clause)
        if match and not _NOT_UNIT.search(match["u"]):
            if found.unit and found.unit != match["u"]:
                return clause
            if pattern is first and found.unit_known and not match["we"]:
                return clause
            found.put("unit", match["u"])
            start = match.start() if pattern is first else match.start("u")
            return clause[:start] + clause[match.end("u") :]
    return clause


_SELF = re.compile(
    rf"^(?:我|俺)(?:这边)?(?:是|姓|叫)(?P<u>{UNIT})?(?:的|办公室)*(?P<who>[小老](?![学区组师板乡])[\u4e00-\u9fff]|"
    r"[\u4e00-\u9fff]{1,2}(?:老师|主任|秘书|干事|校长)|秘书|工作人员|干事)?(?:[呀啊哈]|同志)?$"
)
_OURS = re.compile(
    r"(?:我们|咱们|本)(?:局|校|学校|院|厂|公司|镇|乡|街道|社区|单位|中心|集团)(?:的)?关工委"
    rf"(?:[（(](?P<u>{UNIT})[）)])?"
)


def take_self(clause: str, found: Fields) -> bool:
    """Take ``clause`` where it only says who is writing (我是平桥县民政局的小李)."""
    match = _SELF.match(clause)
    if not match or not (match["u"] or match["who"]) or (match["u"] and _NOT_UNIT.search(match["u"])):
        return False
    found.put("unit", match["u"] or "")
    return True


def name_committee(message: str, found: Fields) -> None:
    """Where ``message`` speaks of its unit's committee (我们局关工委; 我们厂关工委（中远机械厂）), that is the unit."""
    named = _OURS.search(message)
    if named and not found.unit and not found.unit_known:
        found.put("unit", named["u"] or "")
    if named and found.unit and "关工委" not in found.unit:
        found.unit += "关工委"
