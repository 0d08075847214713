"""Half sentences of a small model: which answers are used."""

import pytest

from assistant.writing.tails import read_tail

SENTENCE = "退休教师王秀兰带着宣讲队走遍全县21所村小，每次只讲一个故事"
CUE = "鼓励更多老同志"


@pytest.mark.parametrize("answer", ["参与宣讲。", "加入宣讲团。", "发挥余热，温暖更多孩子。"])
def test_the_shortest_answer_that_the_grammar_allows_is_a_clause_with_its_cue(answer: str) -> None:
    assert read_tail(answer, SENTENCE, CUE, lambda _: True, ()) == CUE + answer.rstrip("。")


def test_an_answer_may_repeat_its_cue() -> None:
    assert read_tail(f"{CUE}参与宣讲。", SENTENCE, CUE, lambda _: True, ()) == f"{CUE}参与宣讲"


@pytest.mark.parametrize("answer", ["宣讲。", "参与宣讲", "走遍全县村小。", "取得显著成绩。", "参与3场宣讲。", ""])
def test_what_is_no_clause_or_says_too_much_is_refused(answer: str) -> None:
    assert read_tail(answer, SENTENCE, CUE, lambda _: True, ()) == ""


def test_an_answer_with_a_claim_of_its_own_or_like_another_is_refused() -> None:
    assert read_tail("参与宣讲。", SENTENCE, CUE, lambda _: False, ()) == ""
    assert read_tail("参与宣讲。", SENTENCE, CUE, lambda _: True, (f"{CUE}参与到宣讲中",)) == ""
