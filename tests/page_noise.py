"""Web pages made around an article: what sites of all sorts put before, between and after, with common damage."""

import random
import re
from dataclasses import dataclass, field

HEAD = (
    "某某公文网-您身边的写作助手",
    "首页 > 公文 > 工作总结 > 正文",
    "您现在的位置： 好好文章网 >> 机关文秘 >> 总结 >> 正文内容",
    "【字体：大 中 小】",
    "作者：佚名  来源：本站原创  点击数：1203  更新时间：2018-3-2",
    "时间：2021-06-07 10:24:35 浏览次数：302次",
    "文档类型：DOCX 页数：6 页 大小：21KB 上传者：小草",
    "猜你喜欢",
    "在日常的学习、工作和生活中，大家都接触过总结吧，以下是小编帮大家整理的总结，欢迎阅读与收藏。",
    "本文共计 3210 字，预计阅读 9 分钟",
    "登录 | 注册 | VIP会员 | 客服",
    "收藏本文 下载本文 作者：晴天",
    "总结是事后对某一阶段的工作进行回顾检查、从中得出规律性认识的书面材料，不妨坐下来好好写写吧。",
    "本页面由一叶知秋整理发布，关键词：总结 关工委",
)
LINES = (
    "第 3 页 共 7 页",
    "- 4 -",
    "4 / 7",
    "点击查看更多工作总结范文",
    "上一页 1 2 3 下一页",
    "欢迎下载，精品文档",
    "【本文由某某范文网收集整理】",
    "更多精彩文章请访问 www.haohaowen.cn",
)
INSIDE = (
    "(文章来源：www.hao123wen.com)",
    "【某某范文网 http://www.mmfw.net】",
    "（本文来自某某文秘网）",
    "(www.abcwen.cn)",
)
TAIL = (
    "以上就是工作总结的全部内容，由小编为您整理，更多范文请关注工作总结栏目！",
    "【关工委工作总结】相关文章：",
    "声明：本文内容由网友自发贡献，版权归原作者所有，本站不承担法律责任。",
    "如您发现本站有涉嫌侵权的内容，请联系我们删除。",
    "© 2015-2023 某某网 京ICP备12345678号-1",
    "扫一扫 手机阅读更方便",
    "0 条评论",
    "发表评论",
    "分享到：微信 QQ空间 新浪微博",
    "上一篇：某某小学春季运动会方案",
    "下一篇：没有了",
    "本文档下载后可任意编辑，请用WPS软件打开。",
    "该文档为免费文档，下载后即可使用。",
    "关键词： 关工委 总结 青少年",
    "已阅读5页，还剩2页，继续阅读",
    "特别说明：本站内容均来自网友分享，若侵犯您的权益请与我们联系",
    "1.乡镇关工委工作总结范文 08-12",
    "2.学校关工委工作总结 09-01",
    "打赏 赞(12) 收藏 举报",
    "推荐度：★★★★★",
)


@dataclass
class Page:
    """A page as saved: its text, the sentences that must survive and the pieces that must not."""

    text: str
    sentences: list[str]
    noise: list[str] = field(default_factory=list)


def sentences(text: str) -> list[str]:
    """Sentences of a paragraph, long enough to be told apart."""
    return [s for s in re.findall(r"[^。！？]+[。！？]", text) if len(s) >= 8]


def wrapped(title: str, paragraphs: list[str], seed: int) -> Page:
    """The article with noise of this seed around and inside it, some paragraphs broken as page breaks do."""
    rng = random.Random(seed)
    noise: list[str] = []

    def some(pool: tuple[str, ...], most: int) -> list[str]:
        picked = rng.sample(pool, rng.randint(1, most))
        noise.extend(picked)
        return picked

    lines = [*some(HEAD, 5), title, *([] if rng.random() < 0.5 else [title])]
    number = 0
    for paragraph in paragraphs:
        chance = rng.random()
        if chance < 0.1:
            lines += [*some(LINES, 1), paragraph]
        elif chance < 0.2 and len(paragraph) > 120:
            at = rng.randint(60, len(paragraph) - 30)
            number += 1
            broken = f"{number} {paragraph[at:]}" if rng.random() < 0.5 and _inside(paragraph, at) else paragraph[at:]
            lines += [paragraph[:at], "", broken] if _inside(paragraph, at) else [paragraph]
        elif chance < 0.3 and "。" in paragraph[:-1]:
            insert = rng.choice(INSIDE)
            noise.append(insert)
            lines.append(paragraph.replace("。", f"{insert}。", 1))
        else:
            lines.append(paragraph)
    lines += some(TAIL, 9)
    body = next((p for p in paragraphs if len(p) > 80), "")
    if body and rng.random() < 0.5:
        lines.append(body[:66] + "……")
    text = ("\n\n" if rng.random() < 0.5 else "\n").join(lines)
    return Page(text, [s for p in paragraphs for s in sentences(p)], noise)


def _inside(text: str, at: int) -> bool:
    """Whether a break at ``at`` falls inside a sentence, as page breaks mostly do."""
    return bool(re.match(r"[一-鿿]{2}", text[at - 1 : at + 1]))


def one_line(title: str, paragraphs: list[str]) -> str:
    """The whole article on one line, as some converters leave it."""
    return title + "".join(paragraphs)
