"""Which kind of turn a message is: rules over its words and over what lies on the desk."""

import re
from dataclasses import dataclass
from typing import Literal

from assistant.chat.extract import extract
from assistant.chat.lines import is_list
from assistant.chat.numbers import half_width
from assistant.work import Work

Kind = Literal[
    "material",
    "outline",
    "write",
    "again",
    "continue",
    "example",
    "question",
    "status",
    "revise",
    "export",
    "talk",
    "outline_edit",
    "change",
    "undo",
    "unclear",
]


@dataclass(frozen=True)
class Desk:
    """What the words are read against: the stage of the work and its facts."""

    facts: tuple[str, ...] = ()
    outline: bool = False
    draft: bool = False
    unfinished: bool = False
    text: str = ""
    asked: bool = False


def desk_of(work: Work, asked: bool = False) -> Desk:
    """The desk with ``work`` on it. ``asked`` where the last word was the assistant's question for missing fields."""
    text = work.draft.to_markdown() if work.draft else ""
    return Desk(work.brief.facts, work.outline is not None, work.draft is not None, bool(unfinished(work)), text, asked)


def unfinished(work: Work) -> tuple[int, ...]:
    """Numbers of the planned sections that are not written: missing, empty, or set from their facts without a model."""
    if not work.outline:
        return ()
    sections = work.draft.sections if work.draft else ()
    planned = range(len(work.outline.sections))
    return tuple(n for n in planned if n >= len(sections) or not sections[n].text.strip() or sections[n].note)


_POLITE = r"(?:(?:那|就|好的?|行|可以|嗯|请|麻烦|帮我|你|您|给我|我要|我想|现在|马上|直接|再|先|把|把它|把稿子|把文稿|文稿|稿子|帮忙|能不能|可不可以|可以|能|一下)[，,。]?)*"
_TAIL = r"(?:一下|下|吧|呗|哈|啊|了|呢|吗|可以吗|行吗|好吗|谢谢|就行|看看|好了|嘛|出来|噻|嘞|[。，,！!？?~～\s])*"
_PART_N = r"(?:第[一二三四五六七八九十\d]{1,3}|最后一?|倒数第[一二三\d]|前[一二三两]|后[一二三两])(?:个)?(?:大)?(?:部分|段|节|块|章|点|条|层|个问题|方面|大点|小节|标题|小标题)"
PART = rf"(?:{_PART_N}|开头|开场白?|结尾|结束语|末尾|引言|概况|标题|题目|小标题|称谓|落款|署名|这[段句节里部]分?|那[段句节]|最后一?[段句]|正文|全文|整篇|通篇|文末|不足|打算|过渡)"

_WRITE = re.compile(
    rf"{_POLITE}(?:先写|直接写|直接出稿|直接成稿|直接生成|开始写|写吧|动笔|开写|开始吧|出稿|写出来|写正文|出初稿|先出(?:个)?(?:初稿|一稿)|起草吧|成稿|开始起草|"
    rf"(?:就)?按(?:照)?(?:这个|提纲|这样|上面(?:的)?|这个提纲)(?:来|写|写吧|来写)?|就这样写?|就这么写|写(?:全文|正文|初稿|稿子)|生成(?:全文|正文|文稿|稿子|初稿)?|不用(?:看)?提纲|提纲(?:可以|没问题|不错|行|好)|没问题|可以写了|接着往下来?)"
    rf"(?:着|看看|出来|一稿|一版|初稿|全文|正文|写|稿子|成文|直接写|了)*{_TAIL}"
)
_CONSENT = re.compile(
    r"(?:好|好的|行|可以|嗯+|对|是的|ok|OK|中|要得|没问题|就这样|就这样吧|同意|成)[的吧了啊呀。，,！!\s]*"
)
_OUTLINE = re.compile(
    rf"{_POLITE}(?:看看|看|列|出|拟|做|搭|弄|写|给|生成|要|来|重新列|重列|换|整)(?:一下|个|一个|一份|一?个|出|我|份)*(?:看看)?(?:写作|简单的?|详细的?|新的?)?(?:提纲|大纲|框架|架子|结构)(?:我看看)?{_TAIL}"
)
_AGAIN = re.compile(
    rf"{_POLITE}(?:(?:再|重新|另|重)(?:写|来|出|弄|生成|搞|起草)(?:过)?(?:一|个)?(?:版|篇|稿|遍|份|个|次)(?:新的|不一样的|别的)?|换(?:一)?(?:版|篇|稿|个写法|个版本|种写法|个样子)|(?:全文|整篇|从头|全部)(?:重写|再写|重新写|重来)(?:一遍|一次|过)?|重写(?:一遍|全文|整篇|一版|一次|过|这篇|一篇)?|"
    rf"推倒重来|重来(?:一遍|一版|一次)?|重新写(?:过|一下|全文|整篇)?|这(?:版|稿)(?:不行|不好|不满意)[，,]?(?:重写|再写一版|换一版|重来))(?:试试|看看)?{_TAIL}"
)
_CONTINUE = re.compile(
    rf"{_POLITE}(?:继续(?:写|往下写|写完|写下去|生成|吧|把没写完的写完)?|接着(?:写|来|往下写|上次的?写)?|往下写|写完(?:它|剩下的|没写完的)?|(?:把)?(?:没写完|剩下|剩余|还没写|没写好|没写出来)的(?:部分|几段|那几段)?(?:都)?(?:写完|补上|补完|接着写|写了|写出来|继续写)|补完|接着刚才的)(?:剩下的|没写完的|部分)*{_TAIL}"
)
_EXPORT = re.compile(
    r"导出|下载|(?:存|转|生成|弄|做|输出|保存|变|搞|导|出|给|要)(?:成|为|出|个|一个|一份|我|份)*\s*(?:word|docx?|WORD|Word|文档|pdf|PDF|正式版|核对版|文件)|(?:打印|打出来)|^(?:要)?(?:正式版|核对版)|(?:正式版|核对版)(?:发|给)|发(?:我|给我)(?:一份|一个)?(?:word|文件|文档)",
    re.I,
)
_UNDO = re.compile(
    rf"{_POLITE}(?:撤销|撤回|撤消|回退|退回|恢复|还原)(?:到)?(?:上一?[步版个次]|刚才的?(?:修改|改动)?|前一?[版步]|上次的?|修改|改动|原来的?|原样|一步|操作)*{_TAIL}|"
    rf"{_POLITE}(?:改回去|改回来|退回去|还是(?:用|要)?(?:原来|刚才|上一版|前面|之前)(?:的|那个|那版|那一版)*(?:好|吧)?|刚才(?:的|那个)?(?:修改|改动)?(?:不要了|不算|取消|作废)|取消(?:刚才的?)?(?:修改|改动)|不要(?:刚才的?)?(?:修改|改动)|恢复原样|上一步不要了?){_TAIL}"
)
_REDO = re.compile(rf"{_POLITE}(?:重做|恢复撤销|取消撤销|撤销错了){_TAIL}")
_GREETING = re.compile(
    r"(?:(?:你|您|大家)?好[呀啊]?|早上好|上午好|下午好|晚上好|在吗|在不在|在不|喂|hello|hi|哈喽|你好在吗|谢谢(?:你|您|了|啦|啊)*|多谢(?:了|啦)?|辛苦(?:了|你了|您了)|再见|拜拜|感谢(?:你|您|了)*|麻烦(?:你|您)?了|不客气|没事了?|不错|挺好|很好|写得(?:不错|很好|好|真好|可以)|好的?谢谢|行|嗯+|哦+|知道了|明白了?|收到|好|好的|可以|测试|test|试试|[，,。！!~～？?\s])+",
    re.I,
)
_HELP = re.compile(
    r"^(?:请问|我想问|问一下)?(?:你|您|这个|这个软件|这软件|这东西|系统|这里|这|它|我)?(?:是谁|叫什么|(?:能|可以|会)(?:做|干|帮我做|帮我干|帮我|写)(?:些|点)?(?:什么|啥|哪些)|怎么(?:用|使用|弄|操作|开始|玩|发要点|写)|咋(?:用|整|弄|个用)|有(?:什么|啥|哪些)(?:功能|用)|干(?:什么|啥)(?:的|用的)?|该(?:怎么|咋)(?:用|做|开始)|从哪(?:里|儿)?开始|第一步(?:做|干)?(?:什么|啥)?|(?:会不会|会)(?:编|乱编|编造|泄露|联网|上网).*|(?:要|需要|用)(?:联网|上网)吗?|要给你(?:什么|啥|哪些).*|(?:我)?(?:要|需要|应该|该)(?:提供|准备|给你|发)(?:些|点)?(?:什么|啥|哪些).*)(?:呢|啊|呀|吗|嘛|的|来着|[？?。!！\s])*$|^(?:帮助|使用说明|说明|help|怎么用)[？?。\s]*$",
    re.I,
)
_STATUS = re.compile(
    r"(?:现在|目前|已经|一共|总共|这稿子|这篇|稿子|文稿|全文|正文|这稿)?(?:一共|总共|大概|大约|现在|有)*(?:多少(?:个)?(?:字|页|条要点)|几(?:页|条要点|条|个要点|个字)|(?:要)?讲(?:多久|多长时间|几分钟)|念(?:多久|几分钟|多长时间))|(?:还)?(?:缺|差|少)(?:什么|啥|哪些|点什么|些什么)|(?:写|进行|弄)到(?:哪|哪儿|哪里|哪一步|什么程度)|写(?:完|好)了(?:吗|没|没有)|(?:收到|记|有)(?:了)?(?:几条|哪些要点)|要点(?:有哪些|都用上了吗|都写进去了吗|用完了吗|收到了吗|有几条|齐了吗|够吗|够不够)|(?:看|列)(?:一下|看|出)?(?:我的)?要点$|(?:有|还有)(?:没有)?(?:哪些|什么)?(?:没|待)核实|哪些(?:地方)?(?:要|需要|待)核实|哪(?:几|些)条(?:要点)?(?:没|还没)(?:用|写)"
)
_EXAMPLE = re.compile(
    r"(?:例子|样段|范例|示例|例段|范段|样文|参考段落|示范段?|好段落|优秀段落|范文段落)|(?:怎么|咋|如何|咋个)(?:写|表述|表达|说|开头|起头|措辞)(?:比较好|好|才好|合适|的)?(?:呢|啊|呀|嘛|[？?。\s])*$|(?:参考|借鉴|学习)(?:一下|一段|几段)|(?:给|来|找|举|看|要|有没有|写|发)(?:我)?(?:一|几|两|三|个|两三)*(?:段|个段落)(?:关于|讲|写|说|有关)?.*(?:的)?(?:话|段落|文字|内容|参考|样子|写法|表述)?(?:看看|参考)|一般(?:都)?(?:怎么|咋|如何)(?:写|说|表述)|(?:的)?(?:写法|表述)(?:参考|看看|有哪些|有没有)?[？?。]?$|(?:套|句)话(?:参考|看看)"
)
_ABOUT_SAMPLES = re.compile(
    r"样稿|样本|资料库|资料里|资料中|库里|范文|样例|材料里|别的(?:县|单位|地方|学校)|人家|其他(?:县|单位|地方|学校)|兄弟单位|往年(?:的)?(?:材料|稿)|参考(?:资料|材料)|里面|文章里|你的资料"
)
_QUESTION = re.compile(
    r"[？?]\s*$|什么|哪些|哪个|哪几|哪一|哪里|怎么|咋|如何|多少|有没有|有无|是不是|是否|为什么|为啥|谁|(?:吗|呢|没有|么)[？?。\s]*$|啥|几(?:个|条|项|种|篇|份|所|次)|介绍一下|解释|说说|讲讲|是指|含义|意思|区别|查一?下|搜一?下|查查|找找|检索"
)
_REQUEST_QUESTION = re.compile(
    r"(?:能不能|能否|可不可以|可否|可以|能|要不|要不要|是不是(?:可以|该|应该)|是否可以).{0,30}(?:改|压|缩|扩|删|去掉|加|换|挪|移|调|合并|写得|写成|展开|精简|润色|补|短|长|朴实|口语|简洁|具体|拆|突出)"
)
_EDIT_VERB = re.compile(
    r"压(?:缩|到|一压|短|成|减)|缩(?:短|写|减|到|成)|精简|精炼|简化|简短|扩(?:写|充|展|到|成|一扩)|展开|充实|丰富|补(?:充|上|一|进|写|几)|改(?!革|善|造|进|变)|换(?!届|位)|删|去掉|拿掉|砍掉|去除|减(?:到|少|掉|成)|加(?!强|大|快|深)|添|插(?:入|到|进|一)|挪|移(?:到|动|至)|调(?:到|整|换|一下|成|个|序)|对调|互换|合并|合成|并(?:到|入|成)|拆(?:成|开|分)|分成|润色|修(?:改|饰|订)|重写|换(?:个|一)?(?:说法|写法)|写(?:得|成|长|短|细|实|具体|详细|进)|变成|替换|提(?:炼|到|前)|放(?:到|在|进)|调整|统一|核对一?下|检查|理顺|捋|订正|纠正|整(?:短|长|得|成)|弄(?:短|长|得|成)|搞(?:得|短|长)|说得|讲得|去(?:一去|一下|了)|少(?:用|写|说|一)|多(?:写|用|说|讲|一)|突出|强调|点出|体现|照应|呼应|落到|改写|仿写|简略|略写|详写|控制在|归纳|概括|压"
)
_STYLE = re.compile(
    r"太(?:长|短|空|虚|官|啰嗦|罗嗦|硬|平|干|散|多|少|花|正式|口语|生硬|简单|笼统|罗列|啰唆|死板|书面|夸张|满|高|大|文|绕)|(?:不够|不太|不怎么|有点|有些|过于|显得)\S{1,10}|(?:朴实|朴素|平实|口语|生动|正式|庄重|亲切|简洁|简练|具体|实在|详细|通顺|流畅|接地气|有力|对仗|工整|通俗|感人|谦虚|谦逊|低调|短|长|细|大气|有感情|精炼|严谨|自然)(?:化)?(?:一点|一些|些|点|个|起来)|对仗|排比|押韵|小标题|语气|口气|文风|语病|错别字|病句|标点|重复|啰嗦|太像|套话|空话|官话|层次|逻辑|不通顺|不好听|读着|念着|别扭|不要(?:写|用|提|出现|有|这|那|了)|别(?:写|用|提|出现|这么|那么|再)|不(?:用|必)(?:写|提)"
)
_FACT_NO = r"(?:(?:第\s*[\d一二三四五六七八九十百]+\s*(?:条|个|点)\s*(?:要点)?)|(?:要点|事实)\s*(?:第)?\s*[\d一二三四五六七八九十百]+(?:\s*[条个])?|最后一?条(?:要点)?|倒数第[一二三\d]条)"
_FACT_CHANGE = re.compile(
    rf"{_FACT_NO}.{{0,12}}?(?:删|去掉|不要|拿掉|改|换|应为|应该|写错|错了|更正|划掉|作废|有误|补|加上)|(?:删|去掉|拿掉|删除|划掉|改)(?:一下|了|掉)?{_FACT_NO}|(?:要点|事实)(?:全部?|都)?(?:清空|删掉|删除|不要了|重新来)|清空要点"
)
_FIELD = r"(?:字数|篇幅|长度|目标字数|单位(?:名称)?|场合|会议(?:名称)?|发言人|主讲人|日期|时间|发言时间|会议时间|文种|体裁|类型)"
_FIELD_CHANGE = re.compile(
    rf"^(?:请|把|那|麻烦|帮我|你|将|对了|哦|噢|不对|[，,])*{_FIELD}(?:要|应该|应|得|再|还是|给我|也|就)*(?:改|换|调|变|设|定|写成|是|为|错了|填|用|弄|控制|按)(?:一下|整|到|成|为|在|作|回|[，,：:])*|^(?:不对|错了|不是)[，,].{{1,20}}(?:是|应该|才)"
)
VALUE_CHANGE = re.compile(
    r"(?:不是|没有|非)\s*(?P<old1>[^，,。；]{1,20}?)\s*[，,]?\s*(?:而是|应该是|应为|是)\s*(?P<new1>[^，,。；]{1,20})|"
    r"^(?:请|把|将|那|麻烦|你|帮我|对了|[，,])*(?P<old2>[^，,。；：]{1,24}?)\s*(?:应该|应当|应|要|得)?(?:改成|改为|换成|更正为|订正为|应为|应该是|改作|改到|写成|变成)\s*[“\"]?(?P<new2>[^。；”\"]{1,40}?)[”\"]?(?:吧|哈|了|才对|呢|。|$)|"
    r"^(?P<old3>[^，,。；：]{1,24}?)(?:写错了?|错了|不对|有误|搞错了?|弄错了?|报错了)[，,。]?\s*(?:应该是|应为|是|改成|改为|实际是|其实是|正确的是|应该)\s*(?P<new3>[^，,。；]{1,24})"
)
_OUTLINE_WORDS = re.compile(
    rf"提纲|大纲|{_PART_N}|(?:主|总|大|小)?标题|题目|开头|结尾|(?:加|增加|添|去掉|删掉?|合并|少|多)(?:一|个|1|两)*(?:个)?(?:部分|块|节|章)|要点\s*\d+|部分"
)
_OUTLINE_VERB = re.compile(
    r"改|换|删|去掉|加|增|添|移|挪|放|调|对调|互换|交换|合并|并|拆|提前|往前|往后|不要|叫|挨着|归到|归入|分到"
)
_MORE_FACTS = re.compile(
    r"^(?:对了|哦|噢|还有|另外|再|补充|又|再加|再补充|补|加|忘了|忘记)?(?:[，,])?(?:要点)?(?:再)?(?:加|补充|补|添|增加)?(?:上)?(?:一|两|几|1|2|1个)?(?:条|点|个|句)?(?:要点|内容|事实|情况|数据|说)?\s*[：:，,]"
)
_ADD_TO_DRAFT = re.compile(
    r"(?:再|还要|另外)?(?:加|补|添|增加|补充|插)(?:上|入|进)?(?:一|几|两|1|2)*(?:条|点|句|段|个内容|笔|项|件)|写进(?:去|文稿|稿子)|加进(?:去|文稿)|补进"
)
_FIGURE = re.compile(
    r"\d[\d,.]*\s*(?:余|多|万|亿)?\s*(?:%|％|人|名|场|次|所|个(?!部分|字|点|小?标题)|元|户|支|件|册|本|家|位|亩|期|项|例|起|公斤|台|套|平方米|年|月|对|节|堂|篇|面|批)|[一二两三四五六七八九十百千万]{1,6}(?:余|多)?(?:名|人|场|所|户|支|万元|人次|位|册|例|期)"
)
_REPORTS = re.compile(
    r"(?:开展|举办|组织|建立|成立|帮扶|走访|慰问|发放|捐赠|捐款|荣获|获得|被评|受教育|覆盖|达到|新增|投入|培训|宣讲|救助|资助|结对|评选|表彰|印发|制定|建成|募集|去了|帮了|讲了|办了|搞了|送了)"
)


def classify(message: str, desk: Desk) -> Kind:
    """The kind of turn that ``message`` is; ``unclear`` where the rules abstain."""
    text = half_width(message).strip(" \t\r\n\u3000")
    if not text:
        return "talk"
    if len(text) > 400 or (is_list(text) and not _all_instructions(text, desk)):
        return "material"
    text = re.sub(r"\s*\n\s*", "，", text)
    return _command(text, desk) or _about(text, desk) or _statement(text, message, desk)


def _all_instructions(text: str, desk: Desk) -> bool:
    lines = [line for line in text.splitlines() if line.strip()]
    return desk.draft and all(re.search(PART, line) and _wants_edit(line) for line in lines)


def _wants_edit(text: str) -> bool:
    return bool(_EDIT_VERB.search(text) or _STYLE.search(text))


def _command(text: str, desk: Desk) -> Kind | None:
    if desk.facts and (_CONSENT.fullmatch(text) and not desk.draft):
        return "write" if desk.outline else "outline"
    kinds: tuple[tuple[re.Pattern[str], Kind], ...] = (
        (_GREETING, "talk"),
        (_HELP, "talk"),
        (_REDO, "undo"),
        (_UNDO, "undo"),
        (_AGAIN, "again"),
        (_CONTINUE, "continue"),
        (_OUTLINE, "outline"),
        (_WRITE, "write"),
    )
    for pattern, kind in kinds:
        if pattern.fullmatch(text):
            return kind
    if len(text) <= 40 and _EXPORT.search(text) and not re.search(r"怎么|如何|第.部分|删|改成", text):
        return "export"
    return None


def _about(text: str, desk: Desk) -> Kind | None:
    if len(text) <= 40 and _STATUS.search(text):
        return "status"
    if _REQUEST_QUESTION.search(text) and not _ABOUT_SAMPLES.search(text):
        return _edit_kind(text, desk)
    if len(text) <= 80 and _EXAMPLE.search(text) and not re.search(PART + r".{0,12}(?:加|补|举|换)", text):
        return "question" if _ABOUT_SAMPLES.search(text) and re.search("有没有|有哪些|吗", text) else "example"
    if len(text) <= 120 and _QUESTION.search(text) and not (desk.draft and re.search(PART, text) and _wants_edit(text)):
        if _ABOUT_SAMPLES.search(text) or re.search(
            r"[？?]\s*$|什么|哪些|吗[。\s]*$|为什么|怎么|咋|啥|有没有|多少|谁|查|搜|介绍一下|解释|意思", text
        ):
            return "question"
    return None


def _edit_kind(text: str, desk: Desk) -> Kind:
    if desk.draft:
        return "revise"
    return "outline_edit" if desk.outline and _OUTLINE_WORDS.search(text) else "material"


def _statement(text: str, message: str, desk: Desk) -> Kind:
    if len(text) <= 120 and _is_change(text, desk):
        return "change"
    if (
        desk.outline
        and not desk.draft
        and len(text) <= 80
        and _OUTLINE_WORDS.search(text)
        and _OUTLINE_VERB.search(text)
    ):
        return "outline_edit"
    if not desk.draft:
        return "material"
    return _with_draft(text, message)


def _is_change(text: str, desk: Desk) -> bool:
    if _FACT_CHANGE.search(text) and not (desk.draft and re.search("段|部分", text)):
        return bool(desk.facts)
    if _FIELD_CHANGE.search(text):
        return True
    match = VALUE_CHANGE.search(text)
    if not match:
        return False
    old = next(value for value in (match["old1"], match["old2"], match["old3"]) if value)
    return any(old_value(old) in fact for fact in desk.facts)


def old_value(said: str) -> str:
    """What of ``said`` (把五老416人) is to be looked up in the facts."""
    return re.sub(
        r"^(?:请|把|将|那个|那|里面的?|文中的?|稿子里的?|要点里的?)+|(?:这个|那个)?(?:数字?|数据|地方)?$", "", said
    ).strip(" “”\"'")


def _with_draft(text: str, message: str) -> Kind:
    if _ADD_TO_DRAFT.search(text) or (re.search(PART, text) and _wants_edit(text)):
        return "revise"
    found = extract(message)
    edits, figures = _wants_edit(text), bool(_FIGURE.search(text) or _REPORTS.search(text))
    if _MORE_FACTS.match(text) and (figures or not edits):
        return "material"
    if edits and not (figures and not re.search(r"^(?:请|把|将|给|帮|再)|改|压|删|换|挪|移", text)):
        return "revise"
    if figures or found.fields:
        return "material"
    return "unclear"
