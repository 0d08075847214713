"""What a query asks for: a subject, a part of a text (how do I write the closing?), a kind of text, or all of them."""

import re
from dataclasses import dataclass

from index.lexical import words

_ROLE_WORDS = (
    ("结尾", r"结尾|结束语|收尾|收束|末尾|最后一段|客套|致谢|结语|收官|尾声|落款前"),
    ("开场", r"开场白?|开头|开篇|引言|开首|起头|第一段|导语|称呼|问候|指导思想|总体要求|总体思路"),
    ("不足", r"不足|短板|存在的?问题|薄弱环节|差距|存在的?困难|问题部分|缺点|欠缺"),
    ("打算", r"打算|下一步|下步|今后|努力方向|明年(?:的)?(?:计划|工作)|工作思路|展望|改进措施|未来"),
    ("成效", r"成效|成绩|成果|取得的?效果"),
    ("概况", r"概况|基本情况|简介|单位介绍|基本状况|辖区情况"),
)
_GENRE_WORDS = (
    ("经验交流发言", r"发言|交流材料|经验交流|经验材料|经验介绍|汇报材料|演讲稿"),
    ("工作要点", r"工作要点|要点"),
    ("工作总结", r"工作总结|年终总结|年度总结|总结"),
    ("事迹材料", r"事迹"),
)
_SCAFFOLD = re.compile(
    r"怎么写|怎样写|如何写|怎么说|怎样说|如何表述|怎么表述|怎么讲|怎么开|怎样开|怎么结|怎么样|怎么|怎样|如何|什么样|什么|哪些|哪几|哪个|有没有"
    r"|找一段|来一段|给我|帮我|一段|一下|的话|写法|范文|例子|示例|参考|样例|段落|部分|话术|素材|材料里|文稿|稿子|请问|请|呢|吗|吧|写"
)
_STOP = frozenset(
    [
        "的",
        "了",
        "和",
        "与",
        "及",
        "等",
        "在",
        "是",
        "对",
        "为",
        "以",
        "把",
        "被",
        "让",
        "从",
        "到",
        "给",
        "向",
        "由",
        "于",
        "中",
        "上",
        "下",
        "里",
        "都",
        "也",
        "就",
        "还",
        "又",
        "很",
        "最",
        "更",
        "并",
        "而",
        "或",
        "之",
        "其",
        "这",
        "那",
        "有",
        "要",
        "做",
        "我",
        "我们",
        "他",
        "他们",
        "她",
        "你",
        "自己",
        "一个",
        "这个",
        "那个",
        "一些",
        "进行",
        "开展",
        "方面",
        "情况",
        "工作",
        "关于",
        "有关",
        "相关",
        "可以",
        "能够",
        "应该",
        "需要",
        "以及",
        "通过",
        "关工委",
        "关心",
        "一代",
        "下一代",
        "时候",
        "之后",
        "以后",
        "怎",
        "样",
        "个",
        "些",
        "时",
        "后",
        "前",
        "内",
        "外",
    ]
)
"""Words that nearly every passage of such a library holds or that carry no subject."""


@dataclass(frozen=True)
class Query:
    """A query understood. ``words`` are its subject words; ``role`` and ``genre`` are empty unless it wishes for one."""

    text: str
    words: tuple[str, ...]
    role: str = ""
    genre: str = ""

    @property
    def structural(self) -> bool:
        """Whether it asks for a part of a text and for no subject besides."""
        return bool(self.role) and not self.words


def understand(text: str) -> Query:
    """Take a query apart."""
    role = _first(_ROLE_WORDS, text)
    genre = _first(_GENRE_WORDS, text)
    rest = text
    for name, pattern in (*_ROLE_WORDS, *_GENRE_WORDS):
        if name in (role, genre):
            rest = re.sub(pattern, " ", rest)
    rest = _SCAFFOLD.sub(" ", rest)
    subject = tuple(dict.fromkeys(word for word in words(rest) if word not in _STOP))
    return Query(text, subject, role, genre)


def _first(table: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for name, pattern in table if re.search(pattern, text)), "")
