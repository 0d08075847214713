"""Cleaning of noisy pages: a body that speaks of the web stays, what the page sets around and into it goes."""

import re

import pytest

from index.cleaning.cleaning import clean
from index.cleaning.head import unit_in
from index.material import Article, Cleaned, Document, Paragraph
from index.reading.text import read_markdown, read_text
from index.reading.web import read_page

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
        "资料的版权归作者本人，稿费捐给了困难孩子。",
        "最佳答案是一个二年级的孩子说出来的。",
        "亲，是孩子们对老奶奶的叫法，听着新鲜又热乎。",
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


def page(*lines: str) -> tuple[str, ...]:
    """Lines of a body amid others that only the page can have said."""
    return ("某某范文网 - 写作好帮手", "首页 > 范文 > 正文", *lines, "上一篇：山村里的灯", "某某范文网 版权所有")


def test_the_title_is_the_line_that_speaks_of_the_text() -> None:
    article = cleaned("收录于合集 #山乡人物 12个", "堂屋里的课堂", "阅读 302", "小记者随手拍", *BODY).articles[0]
    assert article.title == "堂屋里的课堂"
    tagged = cleaned("某某县校园网", "[转载]老支书修的屋顶", "点击数：[ 120 ]", *BODY)
    assert [found.title for found in tagged.articles] == ["老支书修的屋顶"]


def test_labels_that_only_count_are_no_titles_where_articles_have_their_own() -> None:
    rows = [
        f"关工委事迹材料 篇{n // 2 + 1}\n{name}\n{BODY[n]}\n{BODY[n + 1]}"
        for n, name in ((0, "走村入户"), (2, "二十天"))
    ]
    assert [article.title for article in cleaned(*rows).articles] == ["走村入户", "二十天"]
    bare = [f"关工委事迹材料 篇{n}\n{BODY[2 * n - 2]}\n{BODY[2 * n - 1]}" for n in (1, 2)]
    assert [article.title for article in cleaned(*bare).articles] == ["关工委事迹材料 篇1", "关工委事迹材料 篇2"]


def test_a_greeting_under_a_bare_line_opens_an_article() -> None:
    found = cleaned("门口的灯", *BODY, "井边的铃", "大家好！我是镇上的老广播员。", BODY[3], *BODY[:2])
    assert [article.title for article in found.articles] == ["门口的灯", "井边的铃"]


def test_remarks_of_readers_and_counters_go() -> None:
    tail = ("喜欢 23 赠金笔", "[发评论]", "山里人 2013-06-03 12:55 何老师我认识，真事儿，顶！", "看哭了。", "发表回复")
    assert body_of(cleaned(TITLE, *BODY, *tail)) == flat("".join(BODY))
    going_on = cleaned(TITLE, BODY[0], "评论", "一、请队伍", BODY[1], "二、办课堂", BODY[2], BODY[3])
    assert flat("".join(BODY[1:])) in body_of(going_on).replace("二、办课堂", "")


def test_the_name_of_the_site_is_learned_from_the_page() -> None:
    found = cleaned(
        *page(TITLE, BODY[0], "好文章就上某某范文网", BODY[1] + "某某范文网，写材料不求人！" + BODY[2], BODY[3])
    )
    assert body_of(found) == flat("".join(BODY))


def test_headings_with_commas_are_told_by_each_other() -> None:
    heads = ("一间堂屋，就是一所学校", "一副桌椅，坐着一院孩子")
    rows = ("老屋里的灯", BODY[0], heads[0], "何老师教了一辈子书。", BODY[1], heads[1], "桌椅是旧的。", BODY[3])
    assert headings(cleaned(*rows).articles[0]) == list(heads)
    couplet = (
        "老屋里的灯",
        BODY[0],
        BODY[1] + "门口写着一副对联：",
        "风雪千重挡不住归家路",
        "桃李满园记得清引路人",
        BODY[3],
    )
    assert headings(cleaned(*couplet).articles[0]) == []


def test_headings_about_such_matters_are_kept_beside_their_like() -> None:
    heads = ("第一堂：节约课", "第二堂：版权课", "第三堂：下载课")
    rows = [row for pair in zip(heads, BODY, strict=False) for row in pair]
    assert headings(cleaned(TITLE, BODY[3], *rows).articles[0]) == list(heads)


def test_a_styled_heading_with_a_mark_and_a_colon_is_a_heading() -> None:
    rows = [(TITLE, 1), (BODY[0], 0), ("一、护根：把灯点亮", 1), (BODY[1], 0), ("二、护苗：把门打开", 1), (BODY[2], 0)]
    found = clean(Document(tuple(Paragraph(text, level) for text, level in rows), "docx"))
    assert headings(found.articles[0]) == ["一、护根：把灯点亮", "二、护苗：把门打开"]


def test_a_saved_page_in_markdown_loses_its_page() -> None:
    noise = "[首页](/) > [要闻](/y/)\n\n**2022-09-14 17:22** · 来源：石门发布 · 阅读 8.8k\n\n"
    tail = "---\n\n*责任编辑：小满*\n\n### 相关阅读\n\n- [山里的灯](/a/1.html)\n\n### 评论（2）\n\n> **阿宝**：真好。\n"
    text = "\n\n".join(["# 堂屋里的课堂", noise + BODY[0], "## 一张桌子", BODY[1], BODY[2], "## 一盏灯", BODY[3], tail])
    article = clean(read_markdown(text.encode())).articles[0]
    assert [p.text for p in article.paragraphs] == [BODY[0], "一张桌子", BODY[1], BODY[2], "一盏灯", BODY[3]]


def test_own_markdown_keeps_every_line() -> None:
    text = f"# 活动方案\n\n## 扫码报名\n\n{BODY[0]}\n\n相关链接\n\n## 下一页\n\n{BODY[1]}\n"
    article = clean(read_markdown(text.encode())).articles[0]
    assert [p.text for p in article.paragraphs] == ["扫码报名", BODY[0], "相关链接", "下一页", BODY[1]]


def test_blocks_named_as_the_pages_own_stay_aside() -> None:
    rows = "".join(f"<p>{text}</p>" for text in BODY)
    source = (
        f"<html><head><title>堂屋里的课堂 | 山里人札记</title></head><body><h1>堂屋里的课堂</h1>{rows}"
        "<div class='gg'>赶集上货节，满百减十</div><div class='reward'><p>写得不易，随意打赏，谢谢您的鼓励！</p></div>"
        "<div class='rel'><h3>还有这些</h3><ul><li>门口的灯</li><li>井边的铃</li></ul></div>"
        "<ol class='cmt'><li>阿宝：何老师教过我爸，一教就是六年，天天早上第一个到。</li></ol></body></html>"
    )
    found = clean(read_page(source.encode()))
    assert body_of(found) == flat("".join(BODY))
    assert any("随意打赏" in text for text, _ in found.dropped)


@pytest.mark.parametrize("greeting", ["县委：", "老哥哥、老姐姐们："])
def test_who_is_spoken_to_belongs_to_the_text(greeting: str) -> None:
    article = cleaned("院坝里的学堂", greeting, *BODY).articles[0]
    assert article.title == "院坝里的学堂"
    assert article.paragraphs[0].text == greeting


def test_a_sentence_that_the_page_has_cut_in_two_is_whole_again() -> None:
    half = BODY[1][:32]
    found = cleaned(*page("院坝里的学堂", BODY[0], half, "扫一扫 手机阅读更方便", BODY[1][32:], BODY[2]))
    assert BODY[1] in [p.text for p in found.articles[0].paragraphs]


def test_a_mail_and_a_chat_leave_the_text_they_carry() -> None:
    mail = (
        "发件人: 办公室 <ggw@stone.example.com>",
        "主题: 转发：材料",
        "附件: 材料.docx (24KB)",
        "院坝里的学堂",
        *BODY,
    )
    found = cleaned(*mail, "--", "此邮件来自手机客户端", "本邮件及其附件含有保密信息，仅限于发送给上面列出的个人。")
    assert body_of(found) == flat("".join(BODY))
    chat = ("石门关工委群(46)", "小满 3月5日 上午9:12", "讲稿发上来了，大家看看，明天印", "何大年 3月5日 上午9:15")
    article = cleaned(*chat, "退休教师的堂屋", *BODY, "[图片]", "[文件] 讲稿.docx").articles[0]
    assert (article.title, flat("".join(p.text for p in article.paragraphs))) == ("退休教师的堂屋", flat("".join(BODY)))


def test_an_address_goes_with_its_first_part_and_the_name_before_it() -> None:
    sentence = BODY[1][:20] + "豆瓜文档 doc.douguadoc.example.com" + BODY[1][20:]
    found = cleaned("豆瓜文档 全部分类", "石门小学.docx 5页 大小：31KB 来自豆瓜文档", TITLE, BODY[0], sentence, BODY[2])
    assert body_of(found) == flat("".join(BODY[:3]))


def test_blocks_behind_the_article_need_its_company() -> None:
    rows = "".join(f"<p>{text}</p>" for text in BODY)
    source = (
        f"<html><body><div class='main'><div class='detail'><h1>{TITLE}</h1>{rows}</div></div>"
        "<div class='sign'>石门镇关工委</div>"
        "<div class='xyz'><p>县城新添两座过街天桥，老人过马路从此不用绕行了。</p></div></body></html>"
    )
    found = clean(read_page(source.encode()))
    assert body_of(found) == flat("".join(BODY)) + "石门镇关工委"


def _page(*lines: str) -> Cleaned:
    return clean(Document(tuple(Paragraph(line) for line in lines), "txt"))


_BODY = (
    "甲村关工委工作总结",
    "一、请队伍",
    "老同志把堂屋腾出来做课堂，每个周末给孩子们讲家乡的故事，一讲就是一上午。",
    "二、办课堂",
    "孩子们说这里比哪儿都好玩，家长也放心，周围三个村的人都往这里送孩子。",
)


@pytest.mark.parametrize(
    "rows",
    [
        ("单位 | 场次 | 人数", "东岭小学 | 14 | 2207", "西坡中学 | 23 | 3391"),
        ("东岭小学 14 2207", "西坡中学 23 3391人"),
        ("附：年度先进个人名单", "张建国 李秀英 王德明", "赵玉兰"),
        ("各校受助学生一览表", "东岭小学 | 14", "西坡中学 | 23"),
    ],
)
def test_tables_and_lists_at_the_end_of_an_article_are_its_own(rows: tuple[str, ...]) -> None:
    cleaned = _page(*_BODY, *rows, "上一篇：乙村工作总结", "下一篇：丙村工作总结")
    kept = [p.text for p in cleaned.articles[0].paragraphs]
    assert list(map(flat, kept[-len(rows) :])) == list(map(flat, rows))
    assert not any("乙村" in line for line in kept)


def test_lists_of_the_page_at_the_end_are_not_taken_for_tables() -> None:
    cleaned = _page(
        *_BODY, "相关文章", "乡镇工作总结范文 3204", "学校工作总结范文 1280", "1 年度总结 2304", "2 个人总结 1290"
    )
    assert cleaned.articles[0].paragraphs[-1].text == _BODY[-1]


@pytest.mark.parametrize("mark", ["1、{}", "2. {}", "①{}", "第一，{}"])
def test_small_marks_on_lines_of_their_own_are_headings_where_several_are(mark: str) -> None:
    marks = {"1、{}": ("1、", "2、"), "2. {}": ("1. ", "2. "), "①{}": ("①", "②"), "第一，{}": ("第一，", "第二，")}[
        mark
    ]
    one, two = f"{marks[0]}把队伍请出来，让人有事做", f"{marks[1]}把课堂办起来，让书有人读"
    cleaned = _page("甲村关工委工作总结", one, _BODY[2], two, _BODY[4])
    assert [p.text for p in cleaned.articles[0].paragraphs if p.level] == [one.strip(), two.strip()]
    (article,) = _page("甲村关工委工作总结", _BODY[2], one, _BODY[4]).articles
    assert not any(p.level for p in article.paragraphs), "one alone is an item"


def test_a_full_stop_on_a_line_of_its_own_ends_the_sentence_before_it() -> None:
    cleaned = _page("甲村关工委工作总结", "一、请队伍", _BODY[2].rstrip("。"), "。", _BODY[4])
    assert [p.text for p in cleaned.articles[0].paragraphs][1:] == [_BODY[2], _BODY[4]]


def test_page_numbers_buttons_and_farewells_of_the_page_leave_the_sentences() -> None:
    cleaned = _page(
        *_BODY[:2],
        "老同志把堂屋腾出来做课堂，每个周末给孩子们- 4 -讲家乡的故事，【点此下载全文】一讲就是一上午。",
        *_BODY[3:],
        "总之，以上就是关于《甲村关工委工作总结》的全部内容，更多总结请持续关注本站。",
        "甲村关工委工作总结：老同志把堂屋腾出来做课堂，每个周末给孩子们讲家乡的故事...点击查看全文",
        "主办：甲村 您是第38291位访客",
    )
    assert [p.text for p in cleaned.articles[0].paragraphs] == list(_BODY[1:])


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("高岭镇关工委2024年工作总结", "高岭镇关工委"),
        ("2023年度月山区教育局工作要点", "月山区教育局"),
        ("××县关心下一代工作委员会先进事迹", "××县关心下一代工作委员会"),
        ("关工委工作总结", ""),
        ("学校工作的经验", ""),
    ],
)
def test_a_title_names_the_unit_where_nothing_else_does(title: str, unit: str) -> None:
    assert unit_in(title) == unit
    assert _page(title, *_BODY[1:]).articles[0].unit == unit
