"""What a text says of children and families that should not be published: names, addresses, telephones, misfortunes."""

import re
from dataclasses import dataclass

_SURNAMES = (
    "王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟"
    "熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_CHILD = r"(?:小学生|中学生|初中生|高中生|学生|儿童|孤儿|女孩|男孩|少年|孩子|娃娃?)"
_AFTER = (
    r"(?=（|同学|[，、]?(?:男|女)[，。]|[，、]?(?:今年)?\d{1,2}岁|，?家住|，?父|，?母|的(?:妈妈|爸爸|父|母|奶奶|爷爷|家)"
    r"|[，。]?$|，(?:他|她)|重新|辍学|考上)"
)
_MINOR = re.compile(rf"{_CHILD}([{_SURNAMES}][一-鿿]{{1,2}}?){_AFTER}")
_NO_NAME = re.compile(r"^(?:高[中年考校等]|方面|方法|万[人余名]|金额|严重|武术|石[头刻]|白天|江苏|于是|任务|任何|何时)")
_TELEPHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)0\d{2,3}-?\d{7,8}(?!\d)")
_ADDRESS = re.compile(
    r"[一-鿿]{2,10}?(?:小区|花园|家园|路|街|巷|组)[一-鿿]{0,4}\d{1,4}(?:栋|号|幢|弄)(?:\d{1,4})?(?:室|单元)?"
)
_MISFORTUNE = re.compile(
    r"(?:父亲?|母亲?|爸爸?|妈妈?|家人|家长)[一-鿿]{0,4}?(?:有?前科|服刑|入狱|吸毒|患[一-鿿]{0,3}病|离异|离家)"
)
_KINDS = (
    ("联系电话", _TELEPHONE),
    ("家庭住址", _ADDRESS),
    ("身份证号", re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")),
    ("家人的病情或前科", _MISFORTUNE),
)


@dataclass(frozen=True)
class Private:
    """A place in a text that should be hidden: what it is, where, and the form to write instead ("" for none)."""

    kind: str
    text: str
    start: int
    end: int
    instead: str = ""


def private_places(text: str) -> list[Private]:
    """Names of children with the 小× form to write instead, and what else should not be published, in order."""
    found = [
        Private("未成年人的姓名", m[1], m.start(1), m.end(1), f"小{m[1][0]}")
        for m in _MINOR.finditer(text)
        if not _NO_NAME.match(m[1])
    ]
    found += [Private(kind, m[0], m.start(), m.end()) for kind, pattern in _KINDS for m in pattern.finditer(text)]
    return sorted(found, key=lambda p: p.start)
