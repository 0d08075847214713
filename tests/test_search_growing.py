"""The indexes follow the library: the same answers as when made anew, and Chroma behind them."""

from pathlib import Path

import bm25s
import numpy as np
import pytest

from index.search import exact, layered, word_index
from index.search.lexical import Lexical, words_of
from index.search.word_index import WordIndex
from index.shelf.shelf import Shelf
from tests.bench.made_up import NoiseEncoder, Weaver, fill
from tests.library_fakes import opened, speech


def asked(shelf: Shelf) -> list[str]:
    words = {word for stored in shelf.passages()[::7] for word in words_of(stored)}
    return [*sorted(words)[::5], "没有这个词"]


def same(one: Lexical, other: Lexical, words: list[str]) -> None:
    np.testing.assert_array_equal(one.rows, other.rows)
    for word in words:
        assert one.weight(word) == pytest.approx(other.weight(word))
        np.testing.assert_allclose(one.scores(word), other.scores(word), rtol=1e-4)


def test_scores_are_those_of_bm25s(tmp_path: Path) -> None:
    fill(tmp_path / "shelf.sqlite", 300, NoiseEncoder("noise"))
    shelf = Shelf.open(tmp_path / "shelf.sqlite")
    ours = WordIndex(tmp_path / "words", keep=False).lexical(shelf)
    theirs = bm25s.BM25(k1=1.2, b=0.6)
    theirs.index([words_of(stored) for stored in shelf.passages()], show_progress=False)
    for word in asked(shelf)[:-1]:
        np.testing.assert_allclose(ours.scores(word), theirs.get_scores([word]), rtol=1e-4, atol=1e-6)
    assert not ours.scores("没有这个词").any()
    shelf.close()


def test_the_word_index_grows_and_shrinks_to_the_same_scores(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_index, "AT_ONCE", 100)
    shelf = Shelf.open(tmp_path / "shelf.sqlite")
    kept = WordIndex(tmp_path / "words", keep=True)
    for number, (intake, vectors) in enumerate(Weaver(3).intakes(600)):
        shelf.put(intake, vectors)
        kept.lexical(shelf)
        if number % 3 == 2:
            shelf.remove([shelf.labels()[0][3]])
    anew = WordIndex(tmp_path / "none", keep=False).lexical(shelf)
    same(kept.lexical(shelf), anew, asked(shelf))
    again = WordIndex(tmp_path / "words", keep=True)
    same(again.lexical(shelf), anew, asked(shelf))
    gone = shelf.labels()[0][3]
    shelf.remove([gone])
    again.lexical(shelf, tidy=True)
    held = np.concatenate([segment.rows for segment in again._segments])
    assert len(held) == shelf.count(), "nothing of what was removed is kept"
    shelf.close()


def test_a_damaged_word_index_is_made_anew(tmp_path: Path) -> None:
    fill(tmp_path / "shelf.sqlite", 100, NoiseEncoder("noise"))
    shelf = Shelf.open(tmp_path / "shelf.sqlite")
    whole = WordIndex(tmp_path / "words", keep=True).lexical(shelf)
    for name in ("places.npy", "words.txt", "rows.npy"):
        for file in (tmp_path / "words").rglob(name):
            file.write_bytes(file.read_bytes()[:-40])
        same(WordIndex(tmp_path / "words", keep=True).lexical(shelf), whole, asked(shelf)[:20])
    (tmp_path / "words" / "state.json").write_text("nothing of the kind", "utf-8")
    same(WordIndex(tmp_path / "words", keep=True).lexical(shelf), whole, asked(shelf)[:20])
    shelf.close()


def test_the_answers_are_the_same_before_and_after_chroma_is_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layered, "BACKLOG", 3)
    for n in range(12):
        (tmp_path / f"{n}.txt").write_text(speech(f"第{n}所学校的{'口琴棋书画'[n % 5]}社"), "utf-8")
    queries = ["口琴社的台账", "第七所学校", "请老教师听孩子们说话"]
    with opened(tmp_path / "home") as library:
        index = library._dense
        assert isinstance(index, layered.LayeredIndex)
        library.add([tmp_path / f"{n}.txt" for n in range(8)])
        library.make_ready()
        vector = library.usable_encoder().query(queries[0])  # type: ignore[union-attr]
        before = index.nearest(vector, 10)
        assert not index.ready
        library.tidy(build=True)
        assert index.ready
        assert [i for i, _ in index.nearest(vector, 10)] == [i for i, _ in before]
        library.add([tmp_path / f"{n}.txt" for n in range(8, 12)])
        library.remove(["0.txt"])
        for settled in (False, True):
            library.make_ready()
            found = library._shelf.passages_at([i for i, _ in index.nearest(vector, 500)]).values()
            assert {s.file for s in found} == {f"{n}.txt" for n in range(1, 12)}, f"settled: {settled}"
            library.tidy(build=True)


def test_one_look_for_many_questions_finds_what_a_look_for_each_finds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exact, "_AT_ONCE", 70)
    fill(tmp_path / "shelf.sqlite", 200, NoiseEncoder("noise"))
    shelf = Shelf.open(tmp_path / "shelf.sqlite")
    index = exact.ExactIndex()
    questions = NoiseEncoder("noise").documents(["家长学校", "书屋", "法治进校园"])
    assert not len(index.around(questions, 5))
    index.sync(shelf)
    for count in (1, 7, 69, 100, 500):
        each = {row for question in questions for row, _ in index.nearest(question, count)}
        assert set(index.around(questions, count).tolist()) == each
    shelf.close()


def test_an_index_left_in_the_middle_goes_on(tmp_path: Path) -> None:
    with opened(tmp_path / "home") as library:
        (tmp_path / "一.txt").write_text(speech("风筝节"), "utf-8")
        library.add([tmp_path / "一.txt"])
        library.search("风筝节")
    with opened(tmp_path / "home") as library:
        library.tidy(build=True)
        index = library._dense
        assert isinstance(index, layered.LayeredIndex) and index.ready
        assert library.search("风筝节").passages[0].file == "一.txt"


def test_words_of_what_is_removed_leave_the_disk_with_it(tmp_path: Path) -> None:
    for subject in ("戏曲社团", "果园课堂"):
        (tmp_path / f"{subject}.txt").write_text(speech(subject), "utf-8")
    with opened(tmp_path / "home") as library:
        library.add(sorted(tmp_path.glob("*.txt")))
        library.search("戏曲")
        library.remove(["戏曲社团.txt"])
        library.tidy()
        kept = "".join(file.read_text("utf-8") for file in (tmp_path / "home").rglob("words.txt"))
        assert "果园" in kept
        assert "戏曲" not in kept
