"""Parts of a text: which part a query wishes for, and how well a passage serves as one.

Reading gives every passage one role. A wish is answered more finely, because one passage is often two things (a last
paragraph that names shortcomings and then thanks): by its role, its heading, its wording and its place in the article.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.material import Passage

GUIDING = "指导思想"
"""A wish of its own, served by openings."""

INSIGHT = "体会"
ORDERS = "部署"
LISTED = "分条"
COINED = "提法"
FIGURES = "数据"
TURN = "过渡"
QUOTED = "引用"
EXAMPLE = "举例"
BASIS = "依据"
HONOURS = "荣誉"
SIGNED = "落款"
PRESENT = "名单"
"""Wishes that no role answers; all other wishes are named as the roles are."""


@dataclass(frozen=True)
class _Part:
    wish: str
    heading: str
    cues: str
    first: float
    last: float
    telling: str = r"(?!)"
    """Wording that is full evidence alone; the cues are so only together."""


_PARTS = {
    "结尾": _Part(
        r"结尾|结束语?|收尾|收个尾|作结|尾巴|最末|散会|收束|收口|煞尾|末尾|最后|末了|[末尾][段句部]|结语|收官|尾声"
        r"|表决心|客套|致谢|道谢|谢意|谢辞|感谢的话|号召|呼吁|寄语|表态|谢幕|压轴",
        r"结束语|结语",
        r"谢谢|感谢|为契机|恳请|[不欠]妥之处|批评指正|让我们|学习借鉴|兄弟单位|更大的?(?:贡献|力量|进步)|再创|再接再厉|新篇章"
        r"|答卷|汇报完|以上[是就]|虚心|宝贵意见|共同努力|携手|明天|征程|我的(?:发言|汇报)",
        0.0,
        0.6,
    ),
    "开场": _Part(
        r"开场[白语词]?|开头|打头|头一[段句]|头几句|起个头|起句|开篇|引言|起头|起首|起始|开首|第一[段句]|首[段句]"
        r"|导语|称[呼谓]|抬头|问候|问好|打招呼|寒暄|起笔|破题|引入|引子|楔子|由头|开门见山|前言|帽[子段]",
        r"前言|引言|导语",
        r"尊敬的|各位(?:领导|同仁|同志)|大家好|会议安排|(?:汇报|总结|介绍|报告|分享|交流)(?:如下|交流)|作.{0,6}(?:汇报|介绍|交流)"
        r"|现[将就]|荣幸|几点(?:意见|体会)|同志们[:：]|近年来|一年来|如下[:：。]",
        0.6,
        0.0,
    ),
    GUIDING: _Part(
        r"指导思想|总体要求|总体思路|总的要求|总要求|总目标|总基调|指导方针|工作方针|工作主线",
        r"指导思想|总体要求|总体思路|工作方针",
        r"为指导|指导思想|紧紧围绕|深入(?:学习)?贯彻|为(?:主线|抓手|统领|目标|引领|核心|重点)|精神为?|坚持以|根本任务|方针|总书记",
        0.6,
        0.0,
    ),
    "不足": _Part(
        r"不足|不好的地方|做得不够|缺憾|短板|软肋|瓶颈|痛点|堵点|症结|反思|检视|查摆|遗憾|有待(?:改进|加强|提高|完善)|存在.{0,4}问题|问题(?:部分|怎么|这|一|段|和|与)|薄弱|差距"
        r"|存在.{0,4}困难|缺点|欠缺|检讨|自我批评|不到位|毛病|弱项|不够好|没做好",
        r"不足|问题|差距|困难|短板|薄弱",
        r"不足|问题|差距|不平衡|不够|薄弱|短板|欠缺|有待|不到位|不高|滞后|太少|较少|缺乏|不强|不多|不全|力不从心|难点",
        0.0,
        0.3,
    ),
    "打算": _Part(
        r"打算|下一?步|接着(?:怎么|要)?[干做]|奋斗目标|工作目标|下一?阶段|今后|努力方向|明年|下一?年|下一?学[年期]|新的?一年|来年|工作思路|设想|展望|愿景"
        r"|改进措施|未来|接下来|后续|规划|往后|将来",
        r"打算|下一步|今后|明年|努力方向|展望|改进|思路",
        r"下一步|今后|将(?:继续|进一步|以|在|把|重点)|打算|进一步|继续|计划|明年|努力|我们想|争取|力争|[一二三四]是",
        0.0,
        0.4,
    ),
    "成效": _Part(
        r"成效|成绩|改观|成果|成就|业绩|取得.{0,4}效果|战果|收获|变化|反响|口碑",
        r"成效|成绩|殊荣|改观|成果|荣誉|效果",
        r"被?评为|荣获|授予|先进|成效|好评|肯定|成绩|成果|提高(?:到|了)|下降|增长|表彰|示范|称号|优秀|赞誉|收到.{0,6}效果",
        0.0,
        0.0,
    ),
    "概况": _Part(
        r"概况|基本(?:情况|面)|来历|成立(?:过程|经过|背景)|前身|[总整]体情况|简介|人员构成|历史沿革|单位介绍|基本状况|辖区情况"
        r"|背景介绍|家底|自我介绍|介绍.{0,3}(?:单位|学校|街道|情况)",
        r"基本情况|概况|简介",
        r"地处|位于|面积|人口|现有|所辖|辖区|共有|成立|前身|设有|下辖|近年来|常住|[\d一二三四五六七八九十百千]+(?:所|名|个|户|人)",
        0.4,
        0.0,
    ),
    INSIGHT: _Part(
        r"体会|感悟|启示|感想|心得|悟出",
        r"体会|启示|感悟|心得",
        r"体会|启示|感悟|感到|认识到|懂得|明白|启发|越[^，。]{1,6}越|才能?[有会能看听站]|道理|说到底|归根到底|靠的是",
        0.0,
        0.3,
    ),
    ORDERS: _Part(
        r"时间节点|时间安排|完成时限|(?:怎么|如何)(?:布置|部署)|(?:布置|部署|安排|交代|下达)(?:工作|任务|落实)|提[出些点几]?[点个条]?要求"
        r"|工作要求|落实要求|责任分工|任务分解|报计划",
        r"要求|部署|安排|步骤|进度|保障措施",
        r"[月季年]底?前|[上中下]旬|日前|完成|报送|上报|汇总|对照|制定|方案|抓好落实|牵头|责任|每[季月年周]|按时|自查|验收|通报"
        r"|必须|务必|不得|[一二三四五六]要|要(?:认真|切实|全面|高度|严格|加强|确保|做到|达到|规范|精心)|希望",
        0.0,
        0.4,
    ),
    LISTED: _Part(
        r"分条|分点|逐条|条目|一是.{0,4}二是|几个一是",
        r"措施|做法|打算",
        r"[一二三四五六]是|第[一二三四五六][，,、]|其[一二三四]|[①②③④]|首先|其次|一要|二要|三要",
        0.0,
        0.0,
    ),
    COINED: _Part(
        r"提法|口号|排比|对仗|对称句?|工整|朗朗上口|数字归纳|归纳成",
        r"(?:^|[、）])([^，、]{3,9})[，、][^，、]{3,9}$|[“‘][一二三四五六七八九十]\w{1,3}[”’]|着力$",
        r"[“‘'][一二三四五六七八九十两双]\w{1,4}[”’']|[一二三四五六七八九十]个\w{2,4}[”’']|[“‘'][^”’']{3,12}[、，][^”’']{3,12}[”’']"
        r"|不\w{1,8}[、，,]不|人人有责|以\w{1,2}\w{1,2}[、，,]以",
        0.0,
        0.0,
        r"不\w{1,3}没有\w{1,3}[、，,]不|人人有责|急\w{2,4}所急[、，,]\w{1,4}所",
    ),
    FIGURES: _Part(
        r"用数据|用数字|数据说话|数字说话|列数字|(?:人数|比例)[^，。]{0,4}(?:写|表述)|写[^，。]{0,4}(?:人数|比例)",
        r"概况|基本情况|成效|成绩",
        r"\d[\d.]*%|百分之|占|\d+(?:余|多)?[名人个所场次册元万]|其中|共有|达到?|提高",
        0.0,
        0.0,
    ),
    TURN: _Part(
        r"过渡|承上启下|衔接|引出下文",
        r"(?!)",
        r"的同时|在此基础上|与此同时|基于|为此|虽然|尽管|不仅|除此之外|围绕|有了|光有|还要|另一方面|接下来|回过头",
        0.0,
        0.0,
        r"(?:^|[。；;\n])(?:基于|在[^，,。]{4,30}的同时|在此基础上|与此同时|虽然[^。]{4,40}但|(?:有了|光有)[^。]{2,20}还[要得])",
    ),
    QUOTED: _Part(
        r"引用(?!文件)|诗句|俗语|名言|典故|古语|谚语|老话",
        r"(?!)",
        r"“[^”]{6,30}[，,、][^”]{4,30}”|常说|古人|俗话|老话|有句话|诗|所说|名言|语重心长",
        0.0,
        0.0,
        r"“(?:[一-鿿]{7}|[一-鿿]{5}[，、,][一-鿿]{5}|[一-鿿]{7}[，、,][一-鿿]{7})[。！]?”(?!(?:主题|专题|系列)|[^，。]{0,4}(?:活动|教育|行动|工程|为主))"
        r"|俗话说|老话说|古人[云说]|常说|不\w{1,3}没有\w{1,3}[、，,]不",
    ),
    EXAMPLE: _Part(
        r"举例|真人真事|事例|案例|例子|典型人物|个人故事",
        r"事迹|故事|典型",
        r"例如|比如|其中的?一位|有一[位名个次]|有个|同志|曾|一天|那天|后来|如今|当时|[他她]说",
        0.0,
        0.0,
    ),
    BASIS: _Part(
        r"文件作?依据|政策依据|引用?文件|依据.{0,2}写",
        r"指导思想|总体要求|精神",
        r"根据《|按照《|贯彻.{0,6}《|《关于[^》]+》|文件|精神|印发|要求|为指导|决定",
        0.2,
        0.0,
    ),
    HONOURS: _Part(
        r"荣誉|殊荣|[获得]过?[^，。]{0,4}奖|奖[项状牌]|评[过上为]什么|称号",
        r"成效|成绩|殊荣|荣誉|表彰",
        r"被?评为|荣获|授予|先进|表彰|称号|优秀|示范|好评|肯定",
        0.0,
        0.0,
        r"(?:被|连续|多次|年年|先后|曾|[一二两三四五六七八九十]次)[^，。]{0,10}评为|荣获|获得?了?[^，。]{0,14}(?:奖|称号|荣誉)|授予[^，。]{0,20}称号",
    ),
    SIGNED: _Part(
        r"落款|署名|签名处|成文日期|(?:末尾|文末|最后)[^，。]{0,4}日[期子]",
        r"(?!)",
        r"(?!)",
        0.0,
        0.6,
        r"(?:局|委|委员会|办公室|领导小组|学校|街道|协会|中心)?\s*[\dXx×*＊_〇○零一二三四五六七八九二]{2,4}年[\d一二三四五六七八九十Xx×*＊_]{1,3}月"
        r"(?:[\d一二三四五六七八九十Xx×*＊_]{1,3}日)?\s*$|\n[^，。,\n]{4,24}(?:局|委|委员会|办公室|学校)\s*$",
    ),
    PRESENT: _Part(
        r"(?:到会|与会|出席|参会|参加)[^，。]{0,4}(?:人员|名单|领导|的人|有谁)|人员名单|名单怎么|谁(?:参加|出席|到)[了会]",
        r"(?!)",
        r"全体(?:成员|人员|教师)|负责人|[^、，。]{2,12}、[^、，。]{2,12}、[^、，。]{2,12}(?:等|共)|出席|参加|与会|到会|主持",
        0.2,
        0.0,
        r"(?:参加|出席|列席)[^，。]{0,8}(?:会议|大会|仪式|座谈)[^，。]{0,4}的?(?:有|人员|领导|还有)|(?:出席|列席)了?[^，。]{0,8}(?:会议|大会|仪式)"
        r"|(?:领导|成员|负责人|书记|局长|主任|校长)[^。]{0,30}(?:参加|出席)了?(?:会议|大会|仪式|活动)|全体成员[、，,]",
    ),
}
_WITHOUT_ROLES = (INSIGHT, ORDERS, LISTED, COINED, FIGURES, TURN, QUOTED, EXAMPLE, BASIS, HONOURS, SIGNED, PRESENT)
_ORDER = (SIGNED, "结尾", GUIDING, "不足", "打算", "概况", "开场", "成效", *_WITHOUT_ROLES)
_WITHOUT_ROLE = 1.6
"""What heading and wording count more where no role is told from the start: together as much as with one."""

_ENOUGH_CUES = 4
"""So many different cue words in one passage are full evidence."""


def wishes_of(text: str) -> tuple[str, ...]:
    """The parts of a text that a query wishes for, the most telling first; mostly none or one."""
    return tuple(part for part in _ORDER if re.search(_PARTS[part].wish, text))


def without_wishes(text: str, wishes: Sequence[str]) -> str:
    """The query without the words of its wishes."""
    for wish in wishes:
        text = re.sub(_PARTS[wish].wish, " ", text)
    return text


def role_for(wish: str) -> str:
    """The role that answers a wish."""
    return "开场" if wish == GUIDING else wish


def affinity(wish: str, passage: Passage, place: tuple[int, int]) -> float:
    """How well a passage serves as the part wished for, 0–1 or a little more.

    ``place`` is (index in its article, passages there).
    """
    part = _PARTS[wish]
    index, total = place
    headings = passage.headings[-1:]
    cues = len(set(re.findall(part.cues, passage.text)))
    told = 1.0 if re.search(part.telling, passage.text) else min(1.0, cues / _ENOUGH_CUES)
    score = 0.3 * any(re.search(part.heading, heading) for heading in headings) + 0.4 * told
    if wish in _WITHOUT_ROLES:
        score *= _WITHOUT_ROLE
    else:
        score += 0.4 * (passage.role == role_for(wish))
    score += part.first * (index == 0 or (wish == GUIDING and index == 1)) * 0.5
    score += part.last * (index == total - 1) * 0.5
    # What opens an article cannot close it, and the other way round.
    wrong = (part.last >= 0.5 and index < total * 0.7) or (part.first >= 0.5 and index > 1 + total * 0.3)
    return score * (0.3 if wrong else 1.0)
