"""What a message says about the brief. Nothing vanishes: what is no field, wish, command or courtesy is a fact."""

import datetime
import re
from dataclasses import dataclass, replace
from typing import Literal

from assistant.brief import Brief, genre_named
from assistant.chat import fields as finders
from assistant.chat.fields import Fields
from assistant.chat.lines import Piece, clauses, pieces
from assistant.chat.numbers import whole_number
from assistant.errors import BadBrief

Go = Literal["", "write", "outline"]


@dataclass(frozen=True)
class Found:
    """What one message holds. ``go`` is the command that came with it, "" for none."""

    genre: str = ""
    unit: str = ""
    occasion: str = ""
    speaker: str = ""
    date: str = ""
    length: int = 0
    requirements: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    go: Go = ""

    @property
    def fields(self) -> dict[str, str | int]:
        """The fields that were found, by their names in ``Brief``."""
        names = ("genre", "unit", "occasion", "speaker", "date", "length")
        return {name: getattr(self, name) for name in names if getattr(self, name)}

    def merged(self, brief: Brief) -> Brief:
        """``brief`` with what was found: fields replaced, facts and wishes added unless they are there already."""
        facts = tuple(dict.fromkeys((*brief.facts, *self.facts)))
        wishes = tuple(dict.fromkeys((*brief.requirements, *self.requirements)))
        return replace(brief, **self.fields, facts=facts, requirements=wishes)  # type: ignore[arg-type]


def extract(message: str, today: datetime.date | None = None, answering: bool = False) -> Found:
    """Read ``message``. ``answering`` where the user was just asked for genre, occasion or length: then short bare
    answers (全市推进会, 1500) count as such. ``today`` gives relative dates a year."""
    return _Reader(today or datetime.date.today(), answering).read(message)


_COURTESY = re.compile(
    r"(?:你好|您好|大家好|在吗|谢谢(?:你|您|了|啦)*|多谢|感谢|麻烦(?:你|您)?(?:了)?|辛苦(?:你|您)?(?:了)?|拜托(?:了|你|您)*|"
    r"请(?:你|您)?(?:帮)?(?:个)?(?:我)?(?:忙|看看|看一下)?|帮个忙|帮帮忙|急用|急|好的?|行|嗯+|可以|就这些(?:了)?|就是这些|暂时(?:就)?这些|先这些|没(?:有)?(?:别的)?了|"
    r"(?:以下|下面|这)?(?:是|就是)?(?:我们)?(?:今年|全年|本年度|上半年|去年)?(?:的)?(?:主要|具体|基本|工作|有关)*(?:要点|情况|材料|内容|数据|素材|事实|做法|成绩|事迹)"
    r"(?:大致|大概|主要)?(?:如下|有这些|有以下几(?:条|点|个方面)|是这些|有下面这些|发(?:给)?你|给你)?|(?:具体|情况|内容|主要)?如下|以下|是这样的?|(?:我)?说(?:一)?下(?:情况)?|"
    r"(?:同志|老师|师傅|小薪|助手))+[呀啊吧呢哈哦的了]*"
)
_WRITE = re.compile(
    r"(?:(?:那|就|你|先|可以|现在|请|帮我|没了|马上|好)*)(?:先写|直接写|直接出稿|直接成稿|直接生成|直接起草|开始写|写吧|动笔|开写|出稿|先写(?:着|出来|一稿|一版)|写出来|"
    r"先出(?:个)?(?:初稿|一稿)|起草吧|写正文|成稿)(?:看看|出来|一稿|一版|初稿|吧|就行|就好|好了|哈|了|呗|一下|全文|正文|成文)*"
)
_OUTLINE = re.compile(
    r"(?:(?:那|就|你|请|帮我|能不能|可以|我想|我要|给我)*)(?:先)?(?:看看|看|列|出|给|拟|做|搭|弄|写)(?:一下|一?个|一?份|出)?(?:我)?(?:看看)?(?:写作)?(?:提纲|大纲|框架|架子)(?:看看|出来|吧|先|给我看看|再说|再写|我看看)*"
)
_LABELS = {
    "单位": "unit",
    "单位名称": "unit",
    "场合": "occasion",
    "会议": "occasion",
    "会议名称": "occasion",
    "用途": "occasion",
    "发言人": "speaker",
    "主讲人": "speaker",
    "汇报人": "speaker",
    "日期": "date",
    "时间": "date",
    "会议时间": "date",
    "发言时间": "date",
    "字数": "length",
    "篇幅": "length",
    "长度": "length",
    "文种": "genre",
    "体裁": "genre",
    "类型": "genre",
    "要求": "wish",
    "写作要求": "wish",
    "语气": "wish",
    "风格": "wish",
    "题目": "wish",
    "标题": "wish",
    "主题": "wish",
}
_LABELLED = re.compile(
    rf"^(?P<key>{'|'.join(sorted(_LABELS, key=len, reverse=True))})\s*(?:[:：]|是|为)\s*(?P<value>\S.*?)[。；;，,]?$",
    re.S,
)
_WISH_LIST = re.compile(r"要求|注意|希望|提示")
_WISH = re.compile(
    r"^(?:另外|还有|最好|请|尽量|争取|麻烦|千万|一定|要|再|稿子|文章|全文|写的?时候|写得|整体|总的)*(?:"
    r"(?:语气|风格|文风|口气|语言|文字|用词|措辞|开头|结尾|小标题|标题|结构|层次|题目|篇幅|句子|文字上)(?!.{0,4}(?:大赛|比赛))|"
    r"(?:写得|写的|说得|讲得)?(?:再|更|稍微|比较)?(?:朴实|朴素|平实|实在|生动|简洁|简短|简练|口语|接地气|正式|庄重|有感情|感人|短|长|通俗|大气|有高度|精炼|详细|具体)(?:一点|一些|些|点|化)*(?:$|[，。的]|就)|"
    r"(?:重点|着重|主要|侧重|多|少|详细|简单)(?:写|讲|说|突出|体现|介绍|谈|反映|提)|(?:别|不要|不用|不必|不能|少)(?:写|讲|说|用|编|出现|提|套话|空话|官话|口号|太)|"
    r"(?:突出|体现|围绕|侧重|反映)(?!.{0,8}(?:贡献|成绩突出|问题))|(?:按照?|参照|参考|仿照|模仿|照着)(?:去年|上次|以前|往年|样稿|样例|范文|资料)|"
    r"(?:希望|要求)(?:你|稿子|文章|写|能|语|文|内容|把|突出|重点|有)|(?:最好|尽量|注意)(?:写|有|别|不|用|能|把|突出|控制|分|语|文)|分(?:成|为|作)?[\d一二三四五六两几](?:个|大)?(?:部分|块|点|层|段|方面))"
)
_QUANTITY = re.compile(
    r"\d[\d,.]*\s*(?:余|多)?(?:%|％|人|名|场|次|所|个(?!部分|方面)|万|元|户|支|件|册|本|家|位|亩|期|项|例|起)"
)
_GLUE = re.compile(
    r"我们单位|我们这边|我们|我单位|咱们|咱|俺们|俺|我|你们|你|您|请|麻烦|帮忙|帮|给|替|为|以|代表|名义|是|叫|系|要|将|准备|打算|需要|需|想|得|安排|通知|让|"
    r"在|于|到|参加|用|上台|上去|上|里|的|地|了吗|讲一讲|讲|说|作|做|写作|写|起草|拟|弄|整|搞|出|交|一下|一个|一篇|一份|一|个|篇|份|下|稿子|稿|材料|文章|文稿|发言|交流|汇报|"
    r"大约|大概|差不多|左右|字数|篇幅|控制|就行|就可以|就好|可以|吧|呗|哈|啊|呢|嘛|呀|哦|噻|嘞|今天|马上|也|就|先|再|这个|那个|有个|有|会上|县里|市里|关于|另外|还有|同志|来|去|又|都|，|,|。|、|；|;|！|!|：|:|\s"
)
_PAST = re.compile(r"[了过]$|[了过](?=\S)|曾|已经|荣获|被评为|先后")
_ASKING = re.compile(
    r"写|起草|拟|弄|整|搞|准备|需要|来(?:一)?[篇份个]|要(?:一)?[篇份个]|出(?:一)?[篇份个]|做(?:一)?[篇份个]|想要|发言|汇报|讲话|交流材料"
)


class _Reader:
    def __init__(self, today: datetime.date, answering: bool) -> None:
        self.fields = Fields(today=today)
        self.answering = answering
        self.facts: list[str] = []
        self.wishes: list[str] = []
        self.go: Go = ""

    def read(self, message: str) -> Found:
        for piece in pieces(message):
            self._piece(piece)
        f = self.fields
        kept = (f.genre, f.unit, f.occasion, f.speaker, f.date, f.length)
        return Found(*kept, tuple(self.wishes), tuple(self.facts), self.go)

    def _piece(self, piece: Piece) -> None:
        if self._labelled(piece.text):
            return
        if piece.bullet:
            self._bullet(piece)
        elif not _courtesy(piece.text) and not (self.answering and self._answer(piece.text)):
            self._sentence(piece)

    def _bullet(self, piece: Piece) -> None:
        if _WISH_LIST.search(piece.label):
            self.wishes.append(piece.text)
        elif _bare(finders.take_length(piece.text, self.fields)):
            return
        else:
            self.facts.append(piece.text)

    def _labelled(self, text: str) -> bool:
        match = _LABELLED.match(text)
        if not match:
            return False
        name, value = _LABELS[match["key"]], match["value"].strip()
        if name == "wish":
            self.wishes.append(value if match["key"] in ("要求", "写作要求") else f"{match['key']}：{value}")
        elif name == "length":
            finders.take_length(value if not value.isdigit() else f"{value}字", self.fields)
            return bool(self.fields.length)
        elif name == "genre":
            return self._genre(value)
        elif name == "date":
            before = finders.take_date(value, self.fields)
            return before != value and bool(self.fields.date)
        else:
            self.fields.put(name, value)
        return True

    def _genre(self, value: str) -> bool:
        try:
            self.fields.put("genre", genre_named(value))
        except BadBrief:
            return False
        return True

    def _answer(self, text: str) -> bool:
        bare = text.strip(" 。，,.")
        if re.fullmatch(r"\d{3,5}", bare):
            self.fields.put("length", whole_number(bare))
            return True
        if re.fullmatch(rf"[\u4e00-\u9fff“”]{{1,30}}{finders._MEETING}(?:上)?", bare) and not _PAST.search(bare):
            self.fields.put("occasion", bare.removesuffix("上"))
            return True
        return False

    def _sentence(self, piece: Piece) -> None:
        kept: list[str] = []
        for clause in clauses(piece.text):
            if self._clause(clause, piece.label, bool(kept)):
                self._flush(kept)
            else:
                kept.append(clause)
        self._flush(kept)

    def _flush(self, kept: list[str]) -> None:
        text = "".join(kept).strip().rstrip("，,；;")
        if text.strip("。！？!?；;，,、 "):
            self.facts.append(text)
        kept.clear()

    def _clause(self, clause: str, label: str, inside: bool) -> bool:
        """Whether ``clause`` was taken in as something else than a fact; ``inside`` where a fact has begun already."""
        text = clause.strip(" ，,。；;！!？?~～、")
        if not text or _courtesy(text) or self._command(text) or self._labelled(text):
            return True
        if self.answering and self._answer(text):
            return True
        if inside and not _starts_anew(text):
            return False
        if _WISH_LIST.search(label) or (_WISH.search(text) and not _QUANTITY.search(text)):
            rest = finders.take_length(text, self.fields)
            if not _bare(rest):
                self.wishes.append(text)
            return True
        return self._only_fields(text)

    def _command(self, text: str) -> bool:
        if _WRITE.fullmatch(text):
            self.go = "write"
        elif _OUTLINE.fullmatch(text):
            self.go = self.go or "outline"
        else:
            return False
        return True

    def _only_fields(self, text: str) -> bool:
        trial = replace(self.fields)
        rest = finders.take_length(text, trial)
        asking = bool(_ASKING.search(text)) and not _PAST.search(text) and not _QUANTITY.search(rest)
        if not _PAST.search(text):
            rest = finders.take_occasion(rest, trial)
            rest = finders.take_speaker(rest, trial)
            if asking or trial.occasion != self.fields.occasion:
                rest = finders.take_date(rest, trial)
                rest = finders.take_genre(rest, trial)
            rest = finders.take_unit(rest, trial)
            rest = finders.take_genre(rest, trial)
        if rest == text or _PAST.search(text):
            return False
        if _bare(rest):
            self.fields = trial
            return True
        if asking and (trial.genre != self.fields.genre or trial.occasion != self.fields.occasion):
            self.fields = trial
            self.wishes.append(text)
            return True
        self.fields.put("length", trial.length)
        return False


def _starts_anew(text: str) -> bool:
    return bool(
        _WISH.search(text) or finders._LENGTH.search(text) or re.match("我们是|请|帮", text) or _WRITE.fullmatch(text)
    )


def _bare(text: str) -> bool:
    return not _GLUE.sub("", text)


def _courtesy(text: str) -> bool:
    return bool(_COURTESY.fullmatch(text.strip(" ：:，,。！!~～？?、")))
