"""Cleaning of noisy pages: a body that speaks of the web stays, what the page sets around and into it goes."""

import re

import pytest

from index.cleaning.cleaning import clean
from index.material import Article, Cleaned
from index.reading.text import read_markdown, read_text

TITLE = "××镇关工委工作总结"
BODY = (
    "过去一年，镇关工委把三十六位老同志请到一起，走村入户摸清了每个孩子的情况，做成了几件实在事。",
    "退休教师何老师第一个报名，他把自家堂屋腾出来做课堂，每个周末给孩子们讲家乡的故事，一讲就是一上午。",
    "暑假的二十天里，书屋每天开门，来的孩子从十几个变成一院子，家长也坐在后排听，散了还不肯走。",
    "村里的老支书带着大家修好了漏雨的屋顶，又从旧货市场淘来桌椅，孩子们说这里比网吧好玩多了。",
)


def flat(text: str) -> str:
    return re.sub(r"\s", "", text)


def cleaned(*lines: str) -> Cleaned:
    return clean(read_text("\n".join(lines).encode()))


def body_of(found: Cleaned) -> str:
    return flat("".join(p.text for article in found.articles for p in article.paragraphs))


def headings(article: Article) -> list[str]:
    return [p.text for p in article.paragraphs if p.level]


@pytest.mark.parametrize(
    "sentence",
    [
        "社区把一楼腾出来办课堂，楼上是图书室，楼下是棋牌室。",
        "他追问孩子答案是怎么算出来的，一直问到孩子自己明白。",
        "三条建议被采纳，提出建议的孩子得到了奖励。",
        "老人说：“这是我为你准备的一本书。”",
        "他从网上找来一份图纸，供孩子们照着做航模。",
        "校报小编王悦把老红军的故事写成了连载。",
        "视频被学习平台转载分享，点击量超过十万次。",
        "有孩子问，画的版权归谁，老人说谁画的归谁。",
        "讲座说到肖像权，未经许可不得把同学的照片发到网上。",
        "课上讲了侵权以后怎样联系平台删除自己的照片。",
        "讲义做成电子版，供各村免费下载使用。",
        "老人们学会了扫描二维码，给外地的孩子发照片。",
        "自编的教材仅供本校学生学习使用，不对外发行。",
        "课程表贴在村口，更多内容请关注镇广播站。",
        "以上就是我们为大家带来的六堂课，堂堂都有老同志把关。",
        "有的孩子一遇到难题就百度一下，老师教他先想三分钟。",
        "他叮嘱孩子，不要随便点击下载来路不明的软件。",
        "平台用户发布的求助信息，由值班的老同志一条条回访。",
        "此文档由档案员老许保管，谁借谁签字。",
        "由网友自发组织的助学团，也来找关工委认领孩子。",
    ],
)
def test_a_body_that_speaks_of_the_web_is_no_page(sentence: str) -> None:
    alone = (TITLE, BODY[0], sentence, BODY[1])
    inside = (TITLE, BODY[0], BODY[2] + sentence + BODY[3], BODY[1])
    last = (TITLE, BODY[0], BODY[1], sentence, "版权声明：本站部分内容来自互联网", "上一篇：山村里的灯")
    assert [lines for lines in (alone, inside, last) if flat(sentence) not in body_of(cleaned(*lines))] == []


@pytest.mark.parametrize("lead", ["这几篇资料来源于网络，希望对大家有所帮助。", "下载范文以前，建议先登录再看。"])
def test_a_sentence_about_the_page_goes_where_the_page_speaks(lead: str) -> None:
    found = cleaned("首页 > 范文 > 总结", lead, TITLE, *BODY, "上一篇：山村里的灯", lead)
    assert body_of(found) == flat("".join(BODY))


def test_what_a_colon_announces_at_the_end_belongs_to_the_text() -> None:
    names = ("木工组 师父：何大年 徒弟：小满", "篾工组 师父：石守田 徒弟：阿宝", "瓦工组 师父：秦老四 徒弟：冬生")
    text = (TITLE, *BODY, "师徒的名字，一起写在工坊的门板上：", *names)
    assert flat(names[-1]) in body_of(cleaned(*text, "上一篇：山村里的灯", "版权声明：本站部分内容来自互联网"))
    signed = (TITLE, *BODY, "信的最后写着：", "小满 阿宝 冬生 桂花", "（作者系石门镇关工委副主任）")
    found = cleaned(*signed, "【加入收藏】【关闭窗口】", "热门排行")
    assert body_of(found).endswith("小满阿宝冬生桂花（作者系石门镇关工委副主任）")


def test_heads_and_numbers_of_printed_pages_go_and_the_sentence_is_whole() -> None:
    head = "石门镇关工委材料"
    rows = [f"{head}　　　　内部资料", TITLE, BODY[0], BODY[1][:25], f"{head}　　　第 2 页", BODY[1][25:]]
    rows += [
        BODY[2][:30],
        f"{head}　　　第 3 页",
        BODY[2][30:],
        "3 / 4",
        BODY[3][:12] + "4 / 4" + BODY[3][12:],
        "4 / 4",
    ]
    found = cleaned(*rows)
    assert [p.text for p in found.articles[0].paragraphs] == list(BODY)
    assert found.articles[0].title == TITLE


@pytest.mark.parametrize(
    "insert", ["——本资料由某某文秘网提供——", "本文由某某文库收集整理", "（更多精彩内容，请下载石门在线客户端）"]
)
def test_an_insertion_without_a_border_takes_no_words_of_the_sentence(insert: str) -> None:
    first, _, rest = BODY[1].partition("，")
    assert body_of(cleaned(TITLE, BODY[0], f"{first}，{insert}{rest}", BODY[2])) == flat("".join(BODY[:3]))


def test_markdown_escapes_are_no_text() -> None:
    found = read_markdown("1\\. 请队伍。\n\n种了\\六亩花椒。\n\n第一行\\\n第二行".encode())
    assert [p.text for p in found.paragraphs] == ["1. 请队伍。", "种了六亩花椒。", "第一行", "第二行"]


def test_a_collection_is_cut_at_the_titles_that_its_contents_announce() -> None:
    names = ("海边的灯", "山里的铃", "桥头的伞")
    rows = ["石门镇“五老”故事汇编", "目　录", *(f"{name}……………{n}" for n, name in enumerate(names, 1))]
    for name, text in zip(names, BODY, strict=False):
        rows += [name, text, text.replace("，", "，也许，", 1)]
    assert [article.title for article in cleaned(*rows).articles] == list(names)
