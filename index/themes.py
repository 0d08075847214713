"""What a text is about (theme), what kind of text it is (genre), and what a passage does in it (role)."""

import re
import tomllib
from functools import cache
from importlib import resources

from index.material import OTHER_GENRE

THEMES = (
    "组织队伍",
    "五老",
    "红色教育",
    "法治",
    "留守与困境帮扶",
    "家长学校",
    "网吧与网络环境",
    "青蓝工程",
    "心理健康",
    "经费保障",
    "宣传",
    "先进表彰",
    "优质化建设",
    "品牌创新",
    "科技与劳动",
)

# Order decides: a 总结会交流材料 is an exchange, a 总结讲话 is somebody's address.
_TITLE_GENRES = (
    ("经验交流发言", r"交流|经验(?:材料|发言|分享|介绍|汇报)|发言"),
    (OTHER_GENRE, r"讲话|致辞|主持词|通知|方案|意见$|倡议|条例|细则|办法|心得|体会|信息$|简讯|函$|请示|批复"),
    ("事迹材料", r"事迹|先进(?:集体|个人|单位)(?:申报|推荐)?材料|风采|人物"),
    ("工作总结", r"总结|汇报|报告|回顾|小结|情况"),
    ("工作要点", r"要点|计划|安排|思路|打算|任务"),
)
_CUES: tuple[tuple[str, str, int], ...] = (
    ("经验交流发言", r"尊敬的|谢谢大家|汇报如下|与大家(?:交流|分享)|兄弟单位|同仁|学习借鉴|以此次交流", 3),
    ("工作总结", r"一年来|总结如下|存在的?(?:问题|不足)|下一步|今后工作|取得了|回顾", 2),
    (
        "工作要点",
        r"(?:^|[。\n])\s*\d{1,2}[.、．]?要|指导思想|要(?:加强|认真|积极|深入|抓好|继续|做好)|继续(?:做好|开展|推进)",
        1,
    ),
    ("事迹材料", r"先进(?:集体|个人|事迹)|他(?:说|是|常)|她(?:说|是|常)|荣获|被(?:评为|授予)|退休(?:后|以来)", 2),
)


@cache
def _lexicon() -> dict[str, re.Pattern[str]]:
    """Theme → pattern of its words, read once from the data file beside this module."""
    raw = tomllib.loads(resources.files("index").joinpath("themes.toml").read_text("utf-8"))
    return {
        theme: re.compile("|".join(sorted(map(re.escape, raw.get(theme, [])), key=len, reverse=True)))
        for theme in THEMES
        if raw.get(theme)
    }


def themes_of(text: str, headings: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Themes of ``text``, strongest first, at most four; words in ``headings`` weigh four times."""
    title = "\n".join(headings)
    scores = {
        theme: 4 * len(pattern.findall(title)) + len(pattern.findall(text)) for theme, pattern in _lexicon().items()
    }
    best = max(scores.values(), default=0)
    if not best:
        return ()
    least = max(1 if len(text) < 150 else 2, best * 0.4)
    ranked = sorted(scores, key=lambda theme: -scores[theme])
    return tuple(theme for theme in ranked if scores[theme] >= least)[:4]


def genre_of(title: str, text: str) -> str:
    """One of the four genres, or 其他. The title decides where it names a kind of text, else the wording."""
    for genre, pattern in _TITLE_GENRES:
        if re.search(pattern, title):
            return genre
    weights = {genre: weight * len(re.findall(pattern, text)) for genre, pattern, weight in _CUES}
    best = max(weights, key=lambda genre: weights[genre])
    return best if weights[best] >= 4 else OTHER_GENRE


_HEAD_ROLES = (
    ("做法", r"做法|措施(?!$)|举措"),
    ("不足", r"不足|问题|差距|困难与|短板|薄弱"),
    ("打算", r"打算|下一步|下步|今后|明年|(?<!创新)(?:工作|总体|基本|发展)思路$|计划$|努力方向|展望|改进措施"),
    ("成效", r"成效|成绩|成果|效果|荣誉"),
    ("概况", r"基本(?:情况|概况)|概况|总体情况|简介"),
)
CLOSING = re.compile(
    r"谢谢大家|谢谢[！!。]|让我们|以此次|以这次|以本次|以上(?:是|就是)|不妥之处|新的更大|作出新|做出新|再创|再接再厉"
    r"|我的(?:发言|汇报)|将继续|继续努力|我们将|新蓝图|新篇章|展望|更大的?贡献|应有的贡献"
)
"""Words of a closing paragraph; they count only at the end of an article."""
SHORTFALL = re.compile(
    r"(?:虽然?|尽管)[^。]{2,60}(?:但|仍|不过)[^。]{0,80}(?:不足|差距|不够|问题|薄弱|欠缺)"
    r"|(?:仍|还|但也?|依然|也)[^。]{0,6}存在[^。]{0,24}(?:问题|不足|差距|薄弱|短板)|存在的?(?:主要)?(?:问题|不足)(?:是|有|和|[:：])"
)
"""A paragraph that owns up to what falls short."""
FUTURE = re.compile(
    r"^(?:下一步|下阶段|下半年|今后|明年|新的一年里?|[\dXx×*＊]{2,4}年)[^。]{0,12}(?:打算|计划|思路|我们|将|要|重点)|^(?:下一步|今后)[，,]"
)
"""A paragraph that says what comes next."""
_OPEN = re.compile(
    r"尊敬的|各位(?:领导|同志|同仁)|同志们[:：]|汇报如下|总结如下|如下[:：。]|大家好|指导思想|为指导|按照会议安排"
)


def role_of(
    text: str, headings: tuple[str, ...] = (), position: tuple[int, int] = (1, 3), genre: str = OTHER_GENRE
) -> str:
    """What a passage does in its article: one of ``index.material.ROLES``.

    ``position`` is (index of the passage, number of passages).
    """
    index, total = position
    if index == 0 and not headings and total > 1:
        return "开场"
    for heading in reversed(headings):
        for role, pattern in _HEAD_ROLES:
            if re.search(pattern, heading):
                return role
    if index == total - 1 and total > 1 and not SHORTFALL.search(text) and (CLOSING.search(text) or not headings):
        return "结尾"
    return _role_by_wording(text, index, genre)


def _role_by_wording(text: str, index: int, genre: str) -> str:
    if index == 0 and _OPEN.search(text) and len(text) < 300:
        return "开场"
    if SHORTFALL.search(text):
        return "不足"
    if genre != "工作要点" and len(re.findall(r"下一步|今后|将(?:继续|进一步|努力|认真)|进一步", text)) >= 3:
        return "打算"
    if len(re.findall(r"被(?:评为|授予)|荣获|受到.{0,8}(?:好评|表彰)|成效|取得了", text)) >= 3:
        return "成效"
    return "做法"
