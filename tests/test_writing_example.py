"""Example paragraphs and answers: only what the library holds, and nothing of anybody else's in what is adapted."""

from assistant.events import Said
from assistant.settings import Settings
from assistant.writing.example import adapt
from assistant.writing.writer import Writer
from index.material import Passage, StoredPassage
from index.records import Found

TEXT = (
    "2023年，荣安县石桥镇关工委组织36名五老到第三小学开展“红领巾”活动12场，王建国主任讲了《少年英雄》的故事，"
    "发放助学金4.5万元。老人们把孩子当成自家的孙辈来疼，风里来雨里去，从不叫苦。"
)
STORED = StoredPassage("p1", Passage(TEXT, ("一、关爱帮扶",)), "m1", "样稿.docx", "某镇总结", 1, 0.9)


class Shelf:
    """A library of one passage."""

    def __init__(self, confident: bool = True) -> None:
        self.confident = confident

    def search(self, query, k=5, genre="", role=""):
        return Found(self.confident, (STORED,) if self.confident else ())


def writer(tmp_path, confident=True):
    return Writer(None, Shelf(confident), Settings(home=tmp_path))


def test_an_adapted_paragraph_holds_nothing_of_the_original_but_its_manner(tmp_path):
    found = writer(tmp_path).example("留守儿童", "青禾县关工委")
    assert found.originals[0].text == TEXT and found.originals[0].file == "样稿.docx"
    for foreign in ("2023", "荣安", "石桥", "36", "12场", "王建国", "少年英雄", "4.5", "红领巾"):
        assert foreign not in found.adapted
    assert "××" in found.adapted and not any(c.isdigit() for c in found.adapted)


def test_the_own_unit_takes_the_place_of_the_foreign_one():
    assert "青禾县关工委" in adapt("石桥镇关工委组织36名五老到学校宣讲。", "青禾县关工委")


def test_no_fitting_sample_gives_no_example(tmp_path):
    found = writer(tmp_path, confident=False).example("潜水艇")
    assert found.originals == () and found.adapted == ""


def test_an_answer_quotes_its_source(tmp_path):
    said = list(writer(tmp_path).answer("老人们怎样对待孩子"))[-1]
    assert isinstance(said, Said) and "自家的孙辈" in said.text and "某镇总结" in said.text


def test_what_the_library_does_not_hold_is_said(tmp_path):
    assert "资料里没有" in list(writer(tmp_path, confident=False).answer("火箭有多高"))[-1].text
