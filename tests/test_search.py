"""Understanding queries and ranking passages; with the real encoder, quality on the gold queries."""

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from index.encoding.encoder import TOKENS_AT_ONCE, Encoder, batches
from index.encoding.windows import WINDOW, windows
from index.errors import ModelFileError
from index.library import Library
from index.material import Passage
from index.model_files import fetch_encoder
from index.retriever import LibraryRetriever
from index.search.choice import chosen
from index.search.query import understand
from index.search.ranking import Evidence, confident, fuse
from index.search.structure import affinity
from index.search.wording import shared_wording
from index.settings import BUNDLED_ENCODER, LibrarySettings
from tests.bench.search_quality import GOLD, KINDS, MATERIALS, rank_of
from tests.library_fakes import opened, speech


@pytest.mark.parametrize(
    ("query", "wish", "genre"),
    [
        ("发言结尾客套怎么写", "结尾", "经验交流发言"),
        ("不足部分怎么写", "不足", ""),
        ("开场白", "开场", ""),
        ("工作要点的指导思想怎么写", "指导思想", "工作要点"),
        ("总结里下一步打算的写法", "打算", "工作总结"),
        ("事迹材料开头范文", "开场", "事迹材料"),
        ("工作要点的时间节点怎么写", "部署", "工作要点"),
        ("体会部分怎么写", "体会", ""),
        ("承上启下的过渡句", "过渡", ""),
    ],
)
def test_a_wish_for_a_part_is_understood(query: str, wish: str, genre: str) -> None:
    understood = understand(query)
    assert (understood.wish, understood.genre, understood.structural) == (wish, genre, True)


def test_what_no_role_names_is_told_by_its_wording() -> None:
    told = Passage("例如，石桥村有一位老木匠，曾经三天没合眼，后来他说，孩子的桌子不能晃。")
    plain = Passage("各村每月开一次会，经费列入预算，年底公布账目，台账由专人保管。")
    listed = Passage("一是建队伍，请老同志报名。二是定制度，每月一会。三是抓落实，年底考核。首先把账目公开。")
    assert affinity("举例", told, (2, 5)) >= 0.5 > affinity("举例", plain, (2, 5))
    assert affinity("分条", listed, (2, 5)) >= 0.5 > affinity("分条", plain, (2, 5))


def test_deadlines_headings_and_comparisons_are_parts_of_their_own() -> None:
    plain = Passage("各村每月开一次会，经费列入预算，账目公布在墙上，台账由专人保管。", ("三、管好账目",))
    due = Passage("三月底前完成走访，上半年形成报告，十二月十日前报县关工委办公室。", ("二、步骤",))
    paired = Passage("老木匠把孩子们领进作坊，从刨一块板子教起。", ("一、把门打开，把人请来",))
    grown = Passage("报名的老同志由最初的七人增加到六十三人，教学点从两处发展到十九处。")
    for wish, passage, query in (
        ("时限", due, "任务的完成时限怎么写"),
        ("小标题", paired, "对称的小标题怎么拟"),
        ("对比", grown, "用前后对比的数字说明"),
    ):
        assert wish in understand(query).wishes, query
        assert affinity(wish, passage, (3, 9)) >= 0.4 > affinity(wish, plain, (3, 9)), wish


def test_a_wording_with_gaps_is_found_as_it_is_worded(tmp_path: Path) -> None:
    (tmp_path / "一.txt").write_text(speech("戏曲社团", 4), "utf-8")
    other = speech("果园课堂", 4).replace("这件事急不得", "要以师徒结对为抓手，以作品说话")
    (tmp_path / "二.txt").write_text(other, "utf-8")
    assert understand("“以……为抓手”的句子").wishes == ("“以……为抓手”",)
    assert understand("“五老”怎么发动").wishes == ()
    with opened(tmp_path / "home") as library:
        library.add([tmp_path / "一.txt", tmp_path / "二.txt"])
        found = library.search("“以……为抓手”的句子", 3)
        assert found.confident
        assert "以师徒结对为抓手" in found.passages[0].passage.text
        assert not library.search("“向……看齐”的句子", 3).confident


def test_a_subject_beside_a_wish_stays_a_subject() -> None:
    understood = understand("家长学校的不足怎么写")
    assert understood.wish == "不足"
    assert not understood.structural
    assert "家长" in {concept.word for concept in understood.concepts}


def test_two_wishes_are_both_understood_and_both_count() -> None:
    understood = understand("事迹材料开头交代概况")
    assert set(understood.wishes) == {"概况", "开场"}
    assert understood.structural
    both = Passage("我校地处城郊，现有教师八十名，下设四个小组。各位领导，现将情况汇报如下。", role="概况")
    one = Passage("我校地处城郊，现有教师八十名，下设四个小组。", role="概况")
    fits = [
        [affinity(wish, passage, place) for wish in understood.wishes]
        for passage, place in ((both, (0, 9)), (one, (4, 9)))
    ]
    assert sum(fits[0]) > sum(fits[1])


@pytest.mark.parametrize(
    ("best", "elsewhere", "covered", "sure"),
    [
        (0.92, 0.86, 0.3, True),  # nearer here than anywhere else
        (0.86, 0.92, 0.9, False),  # its words occur, but it speaks of something else
        (0.87, 0.87, 0.2, False),  # no nearer than any question
        (0.87, 0.87, 1.0, True),  # … but every word of it is here
    ],
)
def test_confidence_compares_the_library_with_what_lies_outside(
    best: float, elsewhere: float, covered: float, sure: bool
) -> None:
    def row(value: float) -> np.ndarray:
        return np.array([value], np.float32)

    around = ((0.8, 0.02), (0.868, 0.012), elsewhere, (0.908, 0.019))
    evidence = Evidence(("a",), row(best), row(1), row(covered), row(0), ("工作总结",), row(1), *around)
    assert confident(evidence, understand("教职工体检"), [0]) is sure


@pytest.mark.parametrize(
    ("query", "sure"),
    [("教师职称评聘方案", False), ("评聘方案里教师的职称怎么定", True)],
)
def test_a_question_like_a_title_means_its_words(query: str, sure: bool) -> None:
    row = [np.array([value], np.float32) for value in (0.9, 1, 0.3, 0, 1)]
    around = ((0.8, 0.02), (0.868, 0.012), 0.91, (0.908, 0.019), 0.6)
    evidence = Evidence(("a",), *row[:4], ("工作总结",), row[4], *around)
    assert confident(evidence, understand(query), [0]) is sure


@pytest.mark.parametrize(("covered", "sure"), [(0.7, False), (0.9, True)])
def test_another_kind_of_paper_is_there_only_where_its_words_are(covered: float, sure: bool) -> None:
    row = [np.array([value], np.float32) for value in (0.92, 1, covered, 0, 1)]
    around = ((0.8, 0.02), (0.868, 0.012), 0.9, (0.908, 0.019))
    evidence = Evidence(("a",), *row[:4], ("工作总结",), row[4], *around)
    assert confident(evidence, understand("写给爱心企业的感谢信范文"), [0]) is sure
    assert confident(evidence, understand("爱心企业捐款助学"), [0])


@pytest.mark.parametrize(("best", "sure"), [(0.87, False), (0.91, True)])
def test_a_part_of_a_text_about_nothing_known_here_is_not_enough(best: float, sure: bool) -> None:
    """规划 is also a wish for the part that tells of plans, which every library has."""
    query = understand("地铁线路规划").among(lambda word: False)
    assert query.structural
    one = [np.array([value], np.float32) for value in (best, 0, 0, 0.9, 1)]
    around = ((0.8, 0.02), (0.868, 0.012), 0.9, (0.908, 0.019))
    evidence = Evidence(("a",), *one[:4], ("工作总结",), one[4], *around)
    assert confident(evidence, query, [0]) is sure
    assert confident(evidence, understand("下一步打算怎么写"), [0]), "a wish for nothing but the part is answered"


def test_where_two_fit_alike_the_users_own_comes_first() -> None:
    same = np.array([0.9, 0.9], np.float32)
    own = np.array([0, 1], np.float32)
    none = np.zeros(2, np.float32)
    for query in ("教职工体检", "怎么结尾"):
        evidence = Evidence(("a", "b"), same, none, none, same, ("工作总结",) * 2, own, (0.8, 0.02), (0.86, 0.01), 0.8)
        scores = fuse(evidence, understand(query))
        assert scores[1] > scores[0]


def test_words_about_texts_do_not_hide_a_wish() -> None:
    known = {"总结", "材料", "宣传", "家长"}.__contains__
    for query in ("先进集体事迹材料怎么收尾", "工作要点最后怎么提要求", "结尾怎么写得有余味"):
        assert understand(query).among(known).structural, query
    assert not understand("家长学校存在的不足").among(known).structural


def test_little_words_count_little() -> None:
    weights = {concept.word: concept.weight for concept in understand("才三个月就退休的校长").concepts}
    assert weights["校长"] == 1
    assert all(weight < 0.5 for word, weight in weights.items() if word in ("才", "就"))


def test_everyday_words_are_looked_for_under_official_ones() -> None:
    others = {other for concept in understand("给辍学的娃凑学费").concepts for other in concept.others}
    assert "失学" in others
    assert "募捐" in others


@pytest.mark.parametrize(
    ("asked", "word"),
    [("娃放了学去哪儿", "放学"), ("先摸个底再说", "摸底"), ("请老师上上课", "上课"), ("下完棋回家", "下棋")],
)
def test_words_pulled_apart_are_put_together_where_they_are_known(asked: str, word: str) -> None:
    assert word in {concept.word for concept in understand(asked).concepts}


def test_shared_wording_counts_however_words_are_cut() -> None:
    texts = ["先调查摸底，建立档案，一人一卡。", "每月开一次例会，学习文件。", "慰问困难家庭二十户。"]
    first, *rest = shared_wording("调查一下，给每人建档案立卡", texts, [""] * 3).tolist()
    assert 0 < first <= 1
    assert first > max(rest)
    by_heading = shared_wording("例会制度", ["甲", "乙"], ["", "坚持例会制度"]).tolist()
    assert by_heading[1] > by_heading[0] == 0
    assert shared_wording("怎么让他们去", texts, [""] * 3).tolist() == [0, 0, 0], "little words say nothing"


def test_a_signature_and_who_was_present_are_parts_of_a_text() -> None:
    closing = Passage("让我们携手前行，再创佳绩。谢谢大家！", role="结尾")
    signed = Passage("以上打算，请批评指正。\n石桥镇关工委\n20××年十二月三日", role="结尾")
    present = Passage("县委副书记、教育局局长出席会议，参加会议的有各中心校校长、专干共六十人。")
    assert understand("文末落款和日期").wish == "落款"
    assert understand("到会人员名单怎么写").structural
    assert affinity("落款", signed, (8, 9)) >= 0.5 > affinity("落款", closing, (8, 9))
    assert affinity("名单", present, (2, 9)) >= 0.5 > affinity("名单", signed, (8, 9))


def test_a_part_is_answered_by_passages_of_that_part(tmp_path: Path) -> None:
    files = []
    for subject in ("戏曲社团", "果园课堂", "邮票展"):
        file = tmp_path / f"{subject}.txt"
        file.write_text(speech(subject, 5), "utf-8")
        files.append(file)
    with opened(tmp_path / "home") as library:
        library.add(files)
        closing = library.search("发言结尾客套怎么写", 3)
        assert closing.confident
        assert "谢谢大家" in closing.passages[0].passage.text
        opening = library.search("开场白怎么写", 3)
        assert "尊敬的各位领导" in opening.passages[0].passage.text


def test_genre_and_role_filter_and_a_writer_gets_others_only_when_needed(tmp_path: Path) -> None:
    (tmp_path / "一.txt").write_text(speech("戏曲社团", 4), "utf-8")
    with opened(tmp_path / "home") as library:
        library.add([tmp_path / "一.txt"])
        assert library.search("戏曲社团", genre="工作要点").passages == ()
        assert {s.passage.role for s in library.search("戏曲社团", role="结尾").passages} <= {"结尾"}
        assert library.passages_for("戏曲社团", genre="工作要点", role="结尾", k=3)


STRANGE = ("", "   ", "的", "？？", "\0", "\ud800戏曲", "戏" * 5000, "xyz 123", "'; DROP TABLE passages; --")


def test_strange_queries_are_answered_without_error(tmp_path: Path) -> None:
    (tmp_path / "一.txt").write_text(speech("戏曲社团"), "utf-8")
    with opened(tmp_path / "home") as library:
        assert library.search("戏曲社团").passages == ()
        library.add([tmp_path / "一.txt"])
        for query in (
            "",
            "   ",
            "的",
            "？？",
            "\0",
            "\ud800戏曲",
            "戏" * 5000,
            "xyz 123",
            "'; DROP TABLE passages; --",
        ):
            library.search(query)
        assert library.search("戏曲社团", k=1000).passages


def test_the_retriever_gives_documents(tmp_path: Path) -> None:
    (tmp_path / "一.txt").write_text(speech("戏曲社团"), "utf-8")
    with opened(tmp_path / "home") as library:
        library.add([tmp_path / "一.txt"])
        (document, *_) = LibraryRetriever(library=library, k=2).invoke("戏曲社团的台账")
        assert document.metadata["file"] == "一.txt"
        assert document.id


def test_near_duplicates_are_folded() -> None:
    texts = {
        0: "我们把孩子的事放在心上，一件一件办。",
        1: "我们把孩子的事放在心上，一件一件去办。",
        2: "经费列入预算，年底公布。",
    }
    scores = {0: 0.9, 1: 0.8, 2: 0.1}
    assert [n for n, _ in chosen(scores, texts, {0: "甲", 1: "乙", 2: "丙"}, 5, 0.1)] == [0, 2]


def test_one_article_does_not_fill_the_answer() -> None:
    texts = {n: f"第{'一二三四五六'[n]}段说的是{'船桥路灯书琴'[n] * 9}的事。" for n in range(6)}
    articles = {n: "长文" if n < 5 else "短文" for n in range(6)}
    scores = {n: 1.0 - n / 20 for n in range(6)}
    found = chosen(scores, texts, articles, 3, 0.3)
    assert [n for n, _ in found] == [0, 5, 1]
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)


def test_windows_are_whole_sentences_and_lose_nothing() -> None:
    text = "一句短话。" * 40 + "没有句号的长句" * 30
    cut = windows(text)
    assert "".join(cut) == text
    assert all(len(window) <= WINDOW for window in cut[:-1])
    assert windows("") == [""]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    settings = LibrarySettings()
    if settings.encoder != BUNDLED_ENCODER:
        return Encoder(settings.encoder)
    try:
        return Encoder(fetch_encoder(settings.models))
    except ModelFileError as error:
        pytest.skip(f"no encoder can be fetched here: {error}")


@pytest.fixture(scope="module")
def pages(encoder: Encoder) -> Iterator[Library]:
    if not MATERIALS.is_dir():
        pytest.skip(f"the five pages are not at {MATERIALS}")
    with (
        tempfile.TemporaryDirectory() as home,
        Library.open(LibrarySettings(home=Path(home)), samples=False, encoder=encoder) as library,
    ):
        library.add([MATERIALS])
        yield library


@pytest.mark.slow
@pytest.mark.model
def test_gold_queries_over_the_five_pages(pages: Library) -> None:
    gold = json.loads(GOLD.read_text("utf-8"))
    queries = [q for q in gold["queries"] if q["from"] == "materials"]
    answers = {q["query"]: pages.search(q["query"], 10) for q in queries}
    ranks = {q["query"]: rank_of(q["gold"], [s.passage.text for s in answers[q["query"]].passages]) for q in queries}
    assert sum(rank < 5 for rank in ranks.values()) / len(ranks) >= 0.95
    assert sum(1 / (rank + 1) for rank in ranks.values() if rank < 10) / len(ranks) >= 0.85
    for kind in KINDS:
        chosen = [ranks[q["query"]] for q in queries if q["kind"] == kind]
        assert sum(rank < 5 for rank in chosen) / len(chosen) >= 0.9, kind
    refused = [not pages.search(q["query"]).confident for q in gold["unanswerable"]]
    assert sum(refused) / len(refused) >= 0.95
    assert sum(answer.confident for answer in answers.values()) / len(answers) >= 0.97


@pytest.mark.slow
@pytest.mark.model
def test_the_encoder_takes_what_breaks_tokenizers(encoder: Encoder) -> None:
    rows = encoder.documents(["关心下一代", "关心\0下一代", "\ud800关心下一代", "", "长" * 5000])
    assert rows.shape == (5, len(encoder.query("问")))
    assert abs((rows**2).sum(axis=1) - 1).max() < 1e-3
    assert rows[0] @ rows[1] > 0.95
    assert len(encoder.embed_query("问")) == len(encoder.embed_documents(["答"])[0])


def test_batches_hold_texts_of_like_length_and_no_more_than_fit() -> None:
    lengths = [500, 3, 40, 41, 3000, 39, *[10] * 300]
    found = batches(lengths)
    assert sorted(n for batch in found for n in batch) == list(range(len(lengths)))
    for batch in found:
        longest = max(lengths[n] for n in batch)
        assert len(batch) == 1 or longest * len(batch) <= TOKENS_AT_ONCE
    assert len(found) < 10
    assert batches([]) == []
