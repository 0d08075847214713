"""Cleaning: the articles of a page, whole, and nothing of the page."""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.cleaning.cleaning import clean
from index.cleaning.cuts import find_cuts
from index.cleaning.guarded import DIRECT, clean_within
from index.cleaning.series import split_series
from index.errors import UnreadableFile
from index.material import Article, Cleaned, Document, Paragraph
from index.reading import read
from index.reading.text import read_markdown, read_text
from index.settings import LibrarySettings
from index.shipped import sample_files
from tests.page_noise import one_line, sentences, wrapped
from tests.unseen_pages import ARTICLES, PAGES, parts

ROOT = Path(__file__).parents[1]
SAMPLES = sorted((ROOT / "index" / "samples").glob("*.md"))
MATERIALS = ROOT / ".." / "shared" / "materials"
BODY = (
    "过去一年，镇关工委把三十六位老同志请到一起，走村入户摸清了每个孩子的情况，做成了几件实在事。",
    "退休教师何老师第一个报名，他把自家堂屋腾出来做课堂，每个周末给孩子们讲家乡的故事，一讲就是一上午。",
    "暑假的二十天里，书屋每天开门，来的孩子从十几个变成一院子，家长也坐在后排听，散了还不肯走。",
    "村里的老支书带着大家修好了漏雨的屋顶，又从旧货市场淘来桌椅，孩子们说这里比网吧好玩多了。",
)


def cleaned(text: str, name: str = "") -> Cleaned:
    return clean(read_text(text.encode()), name)


def flat(text: str) -> str:
    return re.sub(r"\s", "", text)


def body_of(articles: Sequence[Article]) -> str:
    return flat("".join(p.text for article in articles for p in article.paragraphs))


def headings(article: Article) -> list[tuple[int, str]]:
    return [(p.level, p.text) for p in article.paragraphs if p.level]


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.stem)
def test_article_survives_a_page_whole_and_alone(file: Path, seed: int) -> None:
    sample = read_markdown(file.read_bytes())
    page = wrapped(sample.title, [p.text for p in sample.paragraphs], seed)
    found = cleaned(page.text)
    assert [flat(article.title) for article in found.articles] == [flat(sample.title)]
    text = body_of(found.articles)
    missing = [s for p in sample.paragraphs for s in sentences(p.text) if flat(s) not in text]
    assert missing == []
    assert [noise for noise in page.noise if flat(noise) in text] == []
    wanted = [flat(p.text) for p in sample.paragraphs if p.level]
    assert [flat(h) for _, h in headings(found.articles[0])] == wanted


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(BODY), min_size=3, max_size=4, unique=True),
    st.integers(0, 10**6),
    st.sampled_from(["工作总结", "事迹材料", "经验交流发言"]),
)
def test_no_body_sentence_is_ever_lost(paragraphs: list[str], seed: int, kind: str) -> None:
    page = wrapped(f"××镇关工委{kind}", paragraphs, seed)
    text = body_of(cleaned(page.text).articles)
    assert [s for s in page.sentences if flat(s) not in text] == []


@given(st.text(max_size=400))
@settings(max_examples=150, deadline=None)
def test_any_text_is_cleaned_without_an_error(text: str) -> None:
    found = clean(Document(tuple(Paragraph(line) for line in text.split("\n")), "txt"))
    assert all(article.paragraphs for article in found.articles)


def test_words_broken_by_page_breaks_are_rejoined() -> None:
    first, second = BODY[1], BODY[2]
    text = f"××镇关工委工作总结\n\n{first[:40]}\n\n{first[40:]}\n\n2 {second}\n\n{BODY[3][:31]}\n\n3 {BODY[3][31:]}"
    found = cleaned(text)
    assert flat(first) in body_of(found.articles)
    assert flat(BODY[3]) in body_of(found.articles)


def test_lines_wrapped_at_a_fixed_width_become_paragraphs() -> None:
    lines = ["××镇关工委工作总结"]
    for paragraph in BODY:
        padded = "　　" + paragraph
        lines += [padded[i : i + 24] for i in range(0, len(padded), 24)]
    assert [p.text for p in cleaned("\n".join(lines)).articles[0].paragraphs] == list(BODY)


def test_several_articles_are_told_apart_at_markers() -> None:
    text = "\n".join(
        f"【第{number}篇 ××镇关工委{kind}\n{BODY[0]}\n一、做法\n{BODY[1]}\n{BODY[2]}"
        for number, kind in (("1", "工作总结"), ("2", "工作要点"), ("3", "先进集体事迹材料"))
    )
    found = cleaned(f"某某范文\n{text}")
    assert [(a.title, a.genre) for a in found.articles] == [
        ("××镇关工委工作总结", "工作总结"),
        ("××镇关工委工作要点", "工作要点"),
        ("××镇关工委先进集体事迹材料", "事迹材料"),
    ]


def test_several_articles_are_told_apart_without_markers() -> None:
    one = f"东坡镇关工委工作总结\n{BODY[0]}\n一、请队伍\n{BODY[1]}\n二、办课堂\n{BODY[2]}\n东坡镇关工委\n2024年1月5日"
    two = f"西岭乡关工委经验交流材料\n各位领导：\n{BODY[3]}\n一、修屋子\n{BODY[1]}\n二、守院子\n{BODY[2]}\n谢谢大家！"
    found = cleaned(f"{one}\n{two}")
    assert [(a.title, a.genre) for a in found.articles] == [
        ("东坡镇关工委工作总结", "工作总结"),
        ("西岭乡关工委经验交流材料", "经验交流发言"),
    ]
    assert (found.articles[0].unit, found.articles[0].date) == ("东坡镇关工委", "2024年1月5日")
    assert found.articles[1].paragraphs[-1].text == "谢谢大家！"


def test_more_reading_is_an_article_of_its_own() -> None:
    first = f"东坡镇关工委工作总结\n{BODY[0]}\n{BODY[1]}"
    second = f"扩展阅读：关工委经验交流材料\n立足实际办实事\n西岭乡关工委\n{BODY[2]}\n{BODY[3]}"
    found = cleaned(f"{first}\n{second}")
    assert len(found.articles) == 2
    assert "立足实际办实事" in found.articles[1].title
    assert found.articles[1].unit == "西岭乡关工委"


def test_one_line_document_is_split_at_glued_headings() -> None:
    parts = [
        "街道关工委经验交流发言材料",
        "尊敬的各位领导、同志们：",
        "大家好！下面我把街道关工委这一年的做法作个汇报，请大家批评指正，也请兄弟单位多提宝贵意见。",
        "一、健全组织网络，夯实工作根基",
        "我们街道有九个社区，去年春天全部建起了关工委，主任由社区书记担任，老同志负责日常事务。",
        "二、丰富活动载体，助力孩子成长",
        "我们每个月办一次活动，春天种树，夏天游泳，秋天爬山，冬天写春联，孩子们掰着指头盼。",
        "三、凝聚各方力量，营造良好氛围",
        "近年来，辖区单位捐了图书三千册，出了两间屋子，民警、医生、教练都来给孩子们上课。",
        "以上是我们的一点做法，不当之处请大家批评指正。谢谢大家！",
    ]
    found = cleaned(one_line("", parts))
    assert [a.title for a in found.articles] == [parts[0]]
    assert headings(found.articles[0]) == [(1, parts[3]), (1, parts[5]), (1, parts[7])]
    text = body_of(found.articles)
    assert all(flat(part) in text for part in parts[1:])


_STORIES = (
    "去年春天，镇里的九个村子全部建起了关工小组，组长由老支书担任，老同志们每个月碰一次头，把孩子们的难处一件一件理出来。",
    "每逢周末，退休教师们都到村小去，陪孩子写作业、下棋、练字，刮风下雨也没有断过一天，孩子们老远就迎出来喊爷爷。",
    "近年来，县里的企业捐了三千册图书，出了两间屋子，民警、医生、教练都来上课，老同志们帮着排课表，忙得不亦乐乎。",
)


@pytest.mark.parametrize(
    "heads",
    [
        ("1.指导思想", "2.活动内容", "3.保障措施"),
        ("聚力党建：把老同志请出来", "聚力关爱：把孩子们带起来", "聚力共建：把各方面拢起来"),
        ("第一条 队伍管理", "第二条 活动安排", "第三条 经费来源"),
        ("第一个问题：怎么看形势", "第二个问题：怎么抓重点", "第三个问题：怎么带队伍"),
        ("一是健全组织夯实工作基础", "二是搭建平台丰富课余生活", "三是凝聚力量营造良好氛围"),
        ("健全组织是前提", "办好活动是关键", "凝聚力量是保障"),
        ("一本账，记下家家户户", "一间屋，坐满大大小小", "一条心，连起四面八方"),
        (
            "一、提高站位，充分认识做好基层关心下一代工作的重大意义",
            "二、突出重点，扎实推进关爱帮扶困境儿童的各项工作",
            "三、加强领导，不断营造全社会共同关心青少年成长的良好氛围",
        ),
    ],
)
def test_headings_of_other_kinds_are_told_on_one_line(heads: tuple[str, ...]) -> None:
    parts = ["西岭镇关工委工作方案", "现将有关事项说明如下，请各村结合实际办好，有什么想法及时告诉镇里。"]
    parts += [part for pair in zip(heads, _STORIES, strict=True) for part in pair]
    found = cleaned(one_line("", parts))
    assert [a.title for a in found.articles] == [parts[0]]
    assert [flat(text) for _, text in headings(found.articles[0])] == [flat(head) for head in heads]
    assert all(flat(part) in body_of(found.articles) for part in parts[1:])


def test_items_of_a_sentence_are_no_sections() -> None:
    items = "一年里我们办了三件事：一、走到孩子家里去；二、坐到孩子身边去；三、把话说到孩子心里去。"
    found = cleaned(one_line("西岭镇关工委工作总结", [_STORIES[0], items, *_STORIES[1:]]))
    assert headings(found.articles[0]) == []
    assert flat(items) in body_of(found.articles)


@pytest.mark.parametrize(
    "items",
    [
        "一是改由村里推荐，不再由镇里分配名额，谁做得好由家长说；二是改一年一评为半年一评，好的早表扬。",
        "一是看好水。不让孩子自己下河去玩。二是管好路。过街要走斑马线。三是用好网。定好时间说到做到。",
        "一是请老支书讲家史，讲他修渠的那几年。二是请老裁缝教针线，缝好的沙包送给弟弟妹妹。三是请老木匠做板凳。",
        "首先，我们把人请到了一起。其次，我们把屋子腾了出来，刷了白墙。最后，我们把孩子接了进来。",
    ],
)
def test_items_of_a_paragraph_are_no_headings(items: str) -> None:
    found = cleaned(one_line("西岭镇关工委工作总结", [_STORIES[0], items, *_STORIES[1:]]))
    assert headings(found.articles[0]) == []
    assert flat(items) in body_of(found.articles)


def test_blanks_and_brief_first_sentences_end_numbered_headings() -> None:
    text = (
        "西岭镇关工委工作总结 一年来，镇关工委做了几件实在的事，总结如下： 一、主要工作 "
        f"1.抓学习，提素质 {_STORIES[0]} 2.抓宣讲，聚人心 {_STORIES[1]} 二、明年打算 "
        f"1.再添一批人。{_STORIES[2]}2.再修一间房。{BODY[3]}"
    )
    found = cleaned(text).articles[0]
    wanted = [
        *[(1, "一、主要工作"), (3, "1.抓学习，提素质"), (3, "2.抓宣讲，聚人心")],
        *[(1, "二、明年打算"), (3, "1.再添一批人。"), (3, "2.再修一间房。")],
    ]
    assert headings(found) == wanted


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from([*_STORIES, "一是", "二是", "三是", "第一条 ", "1.", "2.", "甲：", " ", "抓学习，"]),
        max_size=12,
    )
)
def test_a_line_parted_at_its_headings_loses_nothing(parts: list[str]) -> None:
    text = "".join(parts)
    assert flat("".join(piece for piece, _ in split_series(text))) == flat(text)


def test_headings_glued_to_text_are_told_from_it() -> None:
    texts = [
        "健全工作网络，压实各级责任县教育局成立了以局长为组长的领导小组，把工作列入议程。",
        "丰富活动载体，滋养少年心灵每逢节假日，老党员都会带着学生参观纪念馆，听他们讲从前的事。",
        "抓实关爱帮扶，温暖困境儿童针对部分孩子无人照看的情况，组织老教师上门辅导功课。",
        "存在的主要问题一是经费不足，活动办不大；二是人手偏紧。",
    ]
    assert find_cuts(texts) == [13, 13, 13, 7]
    whole = [
        "加强领导。县里成立了以局长为组长的领导小组，每季度开一次会。",
        "我们每月开一次会，把孩子的事一件一件排好。",
    ]
    assert find_cuts(whole) == [None, None]


def test_most_headings_of_the_samples_are_found_on_one_line() -> None:
    found = wanted = 0
    for file in sample_files():
        sample = clean(read_markdown(file.read_bytes())).articles[0]
        titles = [flat(p.text) for p in sample.paragraphs if p.level]
        glued = cleaned(one_line(sample.title, [p.text for p in sample.paragraphs]))
        got = {flat(p.text) for article in glued.articles for p in article.paragraphs if p.level}
        found += sum(title in got for title in titles)
        wanted += len(titles)
    assert found >= 0.85 * wanted


@pytest.mark.parametrize("mask", ["201*年", "20xx年", "XX年", "20××年", "____年", "二〇××年"])
def test_masks_stay_masks(mask: str) -> None:
    sentence = f"{mask}，镇关工委把XX名老同志请到一起，走访了___户人家，开了×次会，做成了几件实在的事。"
    assert flat(sentence) in body_of(cleaned(f"××镇关工委工作总结\n{sentence}\n{BODY[0]}").articles)


@pytest.mark.parametrize(
    "sentence",
    [
        "我们开通了微信公众号，关注人数超过三千人，每周推送两期，点击量最高的一期有一万二千次浏览。",
        "老同志帮孩子们下载了国家安全平台，教他们登录、注册、搜索自己想看的书，免费会员由区里统一办理。",
        "《中国火炬》转载了这篇报道，版权费捐给了书屋，作者何老师说下一篇写孩子们自己。",
        "我们设立了举报电话和投诉信箱，请“五老”监督员收集线索，联系派出所处理侵权侵害孩子的事。",
        "活动时间：每周六上午。活动地点：镇文化站。来源于群众的好办法，我们就推广开来。",
        "以下是我们收集到的孩子们的心愿，整理出来一共四十六条，供各村办事时参考。",
        "有的老人不会下载反诈平台，关工委请学生志愿者手把手教，教会一个算一个。",
        "主办单位：县关工委。承办单位：县教育局、各中心学校，活动由退休教师评分。",
        "“想见爸爸的那个孩子，我打了十六个电话！”老人说完自己先笑了。",
        "希望我们的做法对大家有所启发，也希望兄弟单位多提意见，帮助我们改进工作。",
        "小编辑部由十二名学生组成，每月出一期手抄报，贴在村口的宣传栏里，赶集的人都来看。",
    ],
)
def test_body_sentences_that_sound_like_a_page_are_kept(sentence: str) -> None:
    text = f"××镇关工委工作总结\n{BODY[0]}\n{sentence}\n{BODY[1]}"
    assert flat(sentence) in body_of(cleaned(text).articles)
    last = f"××镇关工委工作总结\n{BODY[0]}\n{BODY[1]}\n{sentence}"
    assert flat(sentence) in body_of(cleaned(last).articles)


def test_adverts_inside_sentences_go_and_the_sentence_stays() -> None:
    text = f"××镇关工委工作总结\n{BODY[0]}\n{BODY[1][:-1]}(www.abcwen.com)。\n{BODY[2]}【某某范文网 www.mm.cn】"
    found = cleaned(text)
    assert body_of(found.articles) == flat("".join(BODY[:3]))
    assert {"(www.abcwen.com)", "【某某范文网 www.mm.cn】"} <= {text for text, _ in found.dropped}


def test_repeated_teasers_are_dropped_with_their_reason() -> None:
    text = f"××镇关工委工作总结\n{BODY[0]}\n{BODY[1]}\n××镇关工委工作总结\n{BODY[0][:40]}…\n点击下载文档"
    found = cleaned(text)
    assert body_of(found.articles) == flat(BODY[0] + BODY[1])
    assert (BODY[0][:40] + "…", "重复内容") in found.dropped


def test_headings_without_numbers_are_found() -> None:
    text = f"××镇关工委事迹材料\n{BODY[0]}\n在请队伍上着力\n{BODY[1]}\n在办课堂上着力\n{BODY[2]}"
    assert headings(cleaned(text).articles[0]) == [(1, "在请队伍上着力"), (1, "在办课堂上着力")]


def test_styles_of_a_word_file_give_headings_and_title() -> None:
    rows = [("××镇关工委工作总结", 1), (BODY[0], 0), ("请队伍", 2), (BODY[1], 0), ("上门请", 3), (BODY[2], 0)]
    found = clean(Document(tuple(Paragraph(text, level) for text, level in rows), "docx"))
    assert found.articles[0].title == "××镇关工委工作总结"
    assert headings(found.articles[0]) == [(1, "请队伍"), (2, "上门请")]


def test_title_falls_back_to_the_file_name() -> None:
    assert cleaned(f"{BODY[0]}\n{BODY[1]}", "东坡镇工作总结.txt").articles[0].title == "东坡镇工作总结"


def test_short_text_is_kept_whole() -> None:
    assert body_of(cleaned("老同志好。").articles) == "老同志好。"


def test_front_matter_decides_genre_and_themes() -> None:
    source = f"---\n文种: 工作要点\n主题: 五老, 法治\n---\n# 一份文稿\n\n## 一、请队伍\n\n{BODY[1]}\n"
    article = clean(read_markdown(source.encode())).articles[0]
    assert (article.title, article.genre, article.themes) == ("一份文稿", "工作要点", ("五老", "法治"))
    assert headings(article) == [(1, "一、请队伍")]


@pytest.mark.skipif(not MATERIALS.is_dir(), reason="the folder of sample pages is not there")
def test_sample_pages_give_their_articles() -> None:
    settings = LibrarySettings(_env_file=None)
    files = sorted(MATERIALS.glob("*.txt"))
    found = [clean(read(file, settings), file.name).articles for file in files]
    assert [len(articles) for articles in found] == [2, 5, 1, 1, 1]
    genres = [article.genre for articles in found for article in articles]
    assert genres == [
        *["经验交流发言"] * 2,
        *["工作总结", "其他", "工作总结", "工作总结", "工作总结"],
        *["事迹材料", "工作要点", "经验交流发言"],
    ]
    text = "".join(body_of(articles) for articles in found)
    assert not re.search(r"www\.|https?:|\.com|版权|免责|点击下载|推荐度|当前位置|相关文章", text)


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize("name", PAGES)
def test_pages_of_unseen_sites_lose_their_noise_and_nothing_else(name: str, gap: str) -> None:
    text, noise, body = parts(PAGES[name])
    found = cleaned(text.replace("\n", gap), "页.txt")
    whole = "\n".join(f"{a.title}{a.unit}{a.date}\n" + "\n".join(p.text for p in a.paragraphs) for a in found.articles)
    kept = re.sub(r"\s", "", whole)
    assert [line for line in body if re.sub(r"\s", "", line) not in kept] == []
    assert [line for line in noise if re.sub(r"\s", "", line) in kept] == []
    assert len(found.articles) == ARTICLES.get(name, 1)
    told = "".join(entry for entry, _ in found.dropped)
    assert sum(line[:12] in told for line in noise) >= 0.7 * len(noise), "the preview shows what went"


def test_masks_of_an_unseen_page_stay_masks() -> None:
    text, _, _ = parts(PAGES["论坛"])
    body = "".join(p.text for article in cleaned(text).articles for p in article.paragraphs)
    assert "201*年" in body
    assert "全年只有XX元" in body


def test_title_with_a_subtitle_keeps_both() -> None:
    text, _, _ = parts(PAGES["新闻门户"])
    (article,) = cleaned(text).articles
    assert article.title == "退休法官的“悄悄话信箱” ——记临江市关工委法治辅导员顾某某"


def test_a_long_text_is_cleaned_the_same_way_and_stopped_in_time() -> None:
    text = "\n".join(f"{sentence[:-1]}，这是第{n}回。" for n in range(700) for sentence in BODY)
    document = Document((Paragraph("石门镇关工委工作总结"), *map(Paragraph, text.split("\n"))), "txt")
    assert len(document.text) > DIRECT
    assert clean_within(document, "长.txt", 60) == clean(document, "长.txt")
    with pytest.raises(UnreadableFile, match="已经停止"):
        clean_within(document, "长.txt", 0.05)


@pytest.mark.parametrize("name", PAGES)
def test_short_sentences_among_noise_are_kept(name: str) -> None:
    _, noise, _ = parts(PAGES[name])
    short = [f"第{n}位老人敲开了门，孩子笑了。" for n in "一二三四五六七八"] + ["门口多了一盏灯。"]
    lines = ["石门镇关工委工作总结", *(line for pair in zip(short, noise, strict=False) for line in pair), short[-1]]
    found = cleaned("\n".join([*lines, *noise[-5:]]))
    kept = "".join(p.text for article in found.articles for p in article.paragraphs)
    assert [sentence for sentence in short[: len(noise)] if sentence not in kept] == []


def test_headings_in_brackets_are_headings_without_a_break_around_them() -> None:
    text = (
        "枫桥社区品牌案例：屋檐下的课堂【背景起因】枫桥社区房子老，孩子放学以后没有地方去，老人白天也没有多少事可做。"
        "【主要做法】选一处屋檐，摆几张桌凳，请退休的医生讲护眼，请退休的钳工教拧螺丝，人人都有拿手的一课。"
        "【工作成效】孩子有人管了，楼道也干净了，多年不说话的邻居因为孩子成了朋友，见面都要聊上几句。"
    )
    article = cleaned(text).articles[0]
    assert [p.text for p in article.paragraphs if p.level] == ["【背景起因】", "【主要做法】", "【工作成效】"]
    assert article.title == "枫桥社区品牌案例：屋檐下的课堂"
    quoted = "大家把他写的【心里话】念给孩子们听，又把孩子们写的【悄悄话】念给他听，听完以后谁都没有说话，只是笑。" * 2
    assert not [p for a in cleaned(quoted * 2).articles for p in a.paragraphs if p.level]


def test_a_heading_ends_where_its_first_item_is_numbered() -> None:
    text = (
        "一、深化思想引领1.组织老教师宣讲团进班级，讲好身边变化，每学期每校不少于两场。2.清明、国庆开展寻访活动。"
        "二、助力教师成长1.继续实施师徒结对，听课、评课贯穿全年。2.举办老校长论坛，为学校管理支招。"
    )
    found = cleaned("松林区教育局关工委工作要点\n" + text).articles[0].paragraphs
    assert [p.text for p in found if p.level == 1] == ["一、深化思想引领", "二、助力教师成长"]
    assert "".join(p.text for p in found) == text


def test_a_word_parted_by_a_hyphen_at_the_end_of_a_line_is_whole_again() -> None:
    lines = (
        "甲村关工委工作汇报",
        "去年请来外地朋友，同孩子们办起“Edu-",
        "cation Bridge”书信往来，一个月两封，从来没有断过。",
        "一、请队伍",
        "老同志都来了，课堂就办起来了，一办就是十年，大家都说好。",
    )
    (article,) = clean(Document(tuple(Paragraph(line) for line in lines), "txt")).articles
    assert "“Education Bridge”" in "".join(p.text for p in article.paragraphs)


def test_no_heading_ends_within_the_name_of_the_place_that_an_article_is_of() -> None:
    sections = (
        "一、突出政治引领，讲好家乡故事{0}组织老同志走进课堂二十八场，孩子们听得入神，一坐就是一上午。讲完了还不肯走，围着问这问那。有两位老人把家里的旧物件也带了来，摆在讲台上让孩子们摸一摸、看一看。",
        "二、聚焦急难愁盼，做实关爱帮扶{0}共结对照看一百三十名孩子，逢年过节都去看看，缺什么就添什么。有人病了，当天就有人上门。",
        "三、加强自身建设，夯实工作基础{0}把这项工作列进年度考核，有人管事，有钱办事，年底还要评一评。评得好的，请到台上说一说。",
    )
    for place in ("沄水县", "墟北镇"):
        text = f"{place}关工委二〇二四年工作总结" + "".join(sections).format(place)
        (article,) = clean(Document((Paragraph(text),), "txt")).articles
        found = [p.text for p in article.paragraphs if p.level]
        assert found == [s.split("{0}")[0] for s in sections]
