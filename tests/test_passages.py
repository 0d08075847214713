"""Passages: what a writer would borrow, verbatim, each sentence once."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.cleaning.cleaning import clean
from index.material import GENRES, OTHER_GENRE, ROLES, Article, Paragraph, Passage, opened_headings
from index.passages import cut
from index.pieces import LEAST, MOST
from index.reading import read
from index.reading.text import read_markdown
from index.settings import LibrarySettings
from index.themes import THEMES, genre_of, role_of, themes_of
from tests.page_noise import sentences

ROOT = Path(__file__).parents[1]
SAMPLES = sorted((ROOT / "index" / "samples").glob("*.md"))
MATERIALS = ROOT / ".." / "shared" / "materials"
LONG = "退休教师何老师第一个报名，他把自家堂屋腾出来做课堂，每个周末给孩子们讲家乡的故事，一讲就是一上午。"
PLAIN = "村里的老支书带着大家修好了漏雨的屋顶，又从旧货市场淘来桌椅，孩子们说这里比网吧好玩多了。"


def article(*rows: tuple[str, int] | str, genre: str = "工作总结") -> Article:
    pairs = [row if isinstance(row, tuple) else (row, 0) for row in rows]
    return Article("××镇关工委工作总结", genre, tuple(Paragraph(text, level) for text, level in pairs))


def flat(text: str) -> str:
    return re.sub(r"\s", "", text)


def check_whole(source: Article, passages: list[Passage]) -> None:
    """Every body sentence is in exactly one passage, in order, and nothing else is."""
    body = flat("".join(p.text for p in source.paragraphs if not p.level))
    assert flat("".join(p.text for p in passages)) == body


def whole(passages: list[Passage]) -> str:
    """Passages one after another, each with the headings that it opens with."""
    before = [Passage(""), *passages]
    opened = [opened_headings(b.headings, b.text, p) for b, p in zip(before, passages, strict=False)]
    return "".join("".join(headings) + p.text for headings, p in zip(opened, passages, strict=True))


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.stem)
def test_samples_are_cut_into_borrowable_pieces(file: Path) -> None:
    source = clean(read_markdown(file.read_bytes())).articles[0]
    passages = cut(source)
    check_whole(source, passages)
    sizes = [len(p.text) for p in passages]
    assert max(sizes) <= MOST
    assert sum(size < LEAST for size in sizes) <= max(1, 0.15 * len(sizes))
    assert {p.role for p in passages} <= set(ROLES)
    assert passages[0].role == "开场"
    assert all(p.genre == source.genre for p in passages)
    assert flat(whole(passages)) == flat("".join(p.text for p in source.paragraphs))
    wanted = {p.text for p in source.paragraphs if p.level}
    assert wanted <= {heading for p in passages for heading in p.headings}


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", "一、", "（一）", "1.", "一是", "同志们："]),
            st.integers(0, 16),
            st.sampled_from([0, 0, 0, 1, 2]),
        ),
        min_size=1,
        max_size=14,
    )
)
def test_nothing_is_lost_or_doubled(rows: list[tuple[str, int, int]]) -> None:
    rows = [*rows, ("", 1, 0)]
    pairs = [
        (f"{mark}第{number}件事", level) if level else (f"{mark}第{number}条。" + LONG * length, 0)
        for number, (mark, length, level) in enumerate(rows)
    ]
    source = article(*pairs)
    text = flat("".join(p.text for p in cut(source)))
    for body, level in pairs:
        if not level:
            assert text.count(flat(body)) >= 1
    assert all(len(p.text) <= MOST for p in cut(source))
    assert flat(whole(cut(source))) == flat("".join(body for body, _ in pairs))


def test_a_heading_goes_with_its_text() -> None:
    passages = cut(
        article(
            LONG * 2,
            ("一、请队伍", 1),
            ("（一）上门请", 2),
            LONG * 2,
            ("（二）开会请", 2),
            PLAIN * 2,
            ("二、办课堂", 1),
            LONG * 2,
        )
    )
    assert [p.headings for p in passages] == [
        (),
        ("一、请队伍", "（一）上门请"),
        ("一、请队伍", "（二）开会请"),
        ("二、办课堂",),
    ]


def test_numbered_items_with_a_heading_are_passages() -> None:
    one, two = f"1.加强学习。{LONG}{PLAIN}", f"2.加强宣传。{PLAIN}{LONG}"
    passages = cut(article(LONG * 2, ("一、加强自身建设", 1), one, two))
    assert [p.headings for p in passages[1:]] == [
        ("一、加强自身建设", "1.加强学习"),
        ("一、加强自身建设", "2.加强宣传"),
    ]
    assert [p.text for p in passages[1:]] == [one, two]


def test_short_neighbours_are_put_together_within_a_section() -> None:
    passages = cut(article(LONG * 2, ("一、办课堂", 1), PLAIN, PLAIN, ("二、修屋子", 1), PLAIN))
    assert [(p.headings, p.text) for p in passages[1:]] == [
        (("一、办课堂",), f"{PLAIN}\n{PLAIN}"),
        (("二、修屋子",), PLAIN),
    ]


def test_long_text_is_cut_at_runs_and_sentences() -> None:
    runs = "".join(f"{n}是办好一件实事，{LONG[:-1]}；" for n in "一二三四五六七八九十")
    passages = cut(article(LONG * 2, ("一、做法", 1), "我们办了这些事：" + runs))
    assert len(passages) == 3
    assert all(re.match(r"我们办了这些事：一是|[一二三四五六七八九十]是", p.text) for p in passages[1:])
    assert all(LEAST <= len(p.text) <= MOST for p in passages)


def test_closing_and_shortfall_stand_alone() -> None:
    shortfall = "虽然工作有了一些起色，但与上级的要求相比还存在差距，有的村活动次数不够，有的学校重视不够，档案也不齐。"
    closing = "各位领导，老同志是宝，孩子是苗。让我们以此次会议为契机，把这件事一年一年做下去，不辜负大家的信任。"
    passages = cut(
        article(LONG * 2, ("一、办课堂", 1), LONG * 3, shortfall * 2, ("二、修屋子", 1), LONG * 3, closing * 2)
    )
    assert [p.role for p in passages] == ["开场", "做法", "不足", "做法", "结尾"]
    assert passages[2].text == shortfall * 2
    assert passages[-1].text == closing * 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全镇共有老同志46名。", True),
        ("受教育学生达到三千余人次。", True),
        ("占全体的95%以上。", True),
        ("2023年3月，我们学习了《条例》第3章。", True),
        ("2023年，镇关工委继续把老同志请到一起。", False),
        ("1、指导各校办好课堂。2、组织大家互相学习。", False),
        ("老同志把孩子放在心上。", False),
    ],
)
def test_figures_are_noticed(text: str, expected: bool) -> None:
    assert cut(article(text + PLAIN * 3))[0].has_figures is expected


@pytest.mark.parametrize(
    ("title", "genre"),
    [
        ("××县关工委2023年工作总结", "工作总结"),
        ("关工委工作总结经验交流材料", "经验交流发言"),
        ("在全市关工委会议上的发言", "经验交流发言"),
        ("××校2024年关工委工作要点", "工作要点"),
        ("××乡关工委2024年工作计划", "工作要点"),
        ("“五老”先进个人事迹材料", "事迹材料"),
        ("关工委工作汇报", "工作总结"),
        ("工作总结及下一步打算", "工作总结"),
        ("主题教育活动总结", "工作总结"),
        ("在关工委总结表彰大会上的讲话", OTHER_GENRE),
        ("总结讲话稿", OTHER_GENRE),
        ("关于开展读书活动的通知", OTHER_GENRE),
    ],
)
def test_titles_tell_the_genre(title: str, genre: str) -> None:
    assert genre_of(title, LONG) == genre


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.stem)
def test_wording_tells_the_genre_where_the_title_does_not(file: Path) -> None:
    document = read_markdown(file.read_bytes())
    assert document.genre in GENRES
    assert genre_of(document.title, document.text) == document.genre


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("成立了由局长任组长的领导小组，健全组织网络。", "组织队伍"),
        ("离退休老教师组成报告团，“五老”发挥余热。", "五老"),
        ("清明祭扫烈士墓，讲党史、唱红歌，传承红色基因。", "红色教育"),
        ("请法官进校园讲未成年人保护法，开展模拟法庭。", "法治"),
        ("为留守儿童结对帮扶，资助贫困学生。", "留守与困境帮扶"),
        ("办好家长学校，开展家庭教育讲座。", "家长学校"),
        ("组织义务监督员巡查网吧，引导绿色上网。", "网吧与网络环境"),
        ("实施青蓝工程，师徒结对培养青年教师。", "青蓝工程"),
        ("设立谈心屋，开展心理辅导。", "心理健康"),
        ("县财政把工作经费列入预算。", "经费保障"),
        ("编发简报，向报刊投稿，做好宣传报道。", "宣传"),
        ("表彰先进集体和先进个人。", "先进表彰"),
        ("推进优质化建设，争创五好关工委。", "优质化建设"),
        ("打造特色品牌，形成工作亮点。", "品牌创新"),
        ("开展科普活动和劳动实践，学做科技小发明。", "科技与劳动"),
    ],
)
def test_words_tell_the_theme(text: str, theme: str) -> None:
    assert theme in THEMES
    assert themes_of(text)[0] == theme


@pytest.mark.parametrize(
    ("headings", "role"),
    [
        (("一、基本情况",), "概况"),
        (("二、主要做法",), "做法"),
        (("三、工作成效",), "成效"),
        (("四、存在的问题",), "不足"),
        (("五、下一步打算",), "打算"),
        (("六、创新工作思路，拓宽发展空间",), "做法"),
        (("一、主要措施及成效", "（一）建立机制"), "做法"),
    ],
)
def test_headings_tell_the_role(headings: tuple[str, ...], role: str) -> None:
    assert role_of(LONG, headings, (3, 9)) == role


def test_headings_of_sections_put_together_stay_as_lines() -> None:
    passages = cut(
        article(
            LONG * 2, ("一、办课堂", 1), ("（一）请人", 2), PLAIN, ("（二）找书", 2), PLAIN, ("二、修屋子", 1), LONG * 2
        )
    )
    assert passages[1].headings == ("一、办课堂",)
    assert passages[1].text == f"（一）请人\n{PLAIN}\n（二）找书\n{PLAIN}"


def test_a_passage_with_its_headings_keeps_to_the_size() -> None:
    head = "一、把老同志请出来，把队伍建起来，让离开岗位的人有事可做"
    body = (LONG + PLAIN) * 10
    for size in (440, 480, 499, len(body)):
        passages = cut(article(LONG * 2, (head, 1), ("（一）上门请，一户一户地把话说到", 2), body[:size]))
        assert all(len("\n".join((*p.headings, p.text))) <= MOST for p in passages)


def test_declared_themes_serve_where_the_words_say_nothing() -> None:
    source = Article("题", "工作总结", (Paragraph("他每天来，风雨不误。" * 12),), themes=("宣传",))
    assert cut(source)[0].themes == ("宣传",)


@pytest.mark.skipif(not MATERIALS.is_dir(), reason="the folder of sample pages is not there")
def test_sample_pages_are_cut_whole() -> None:
    settings = LibrarySettings(_env_file=None)
    for file in sorted(MATERIALS.glob("*.txt")):
        for source in clean(read(file, settings), file.name).articles:
            passages = cut(source)
            check_whole(source, passages)
            assert flat(whole(passages)) == flat("".join(p.text for p in source.paragraphs))
            found = "".join(p.text for p in passages).replace("\n", "")
            body = (s for p in source.paragraphs if not p.level for s in sentences(p.text))
            assert [s for s in body if s not in found] == []
            assert all(LEAST - 2 <= len(p.text) <= MOST for p in passages)
