"""Whatever is written: a valid .docx comes out, no letter is lost, and a second round changes nothing."""

import re
import tempfile
import zipfile
from pathlib import Path

from docx import Document
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from assistant.draft import Draft, Section
from assistant.draft_reading import parse_markdown
from assistant.word import changes, export_draft, load_profile, preview_html, read_back
from assistant.word.clean import clean_byline, clean_heading, clean_line
from assistant.word.geometry import width
from assistant.word.paging import wrap
from assistant.word.title import break_title, measure

PIECES = st.sampled_from(
    [
        *"关工委青少年五老一二三123abcXY，。；：！？、“”‘’（）《》—…,.;:!?()\"'*_`#|>-+~[]<>&\\/ \u3000\t%×〇",
        *("\n", "\n\n", "# ", "## ", "### ", "#### ", "一、", "（一）", "1. ", "(1)", "- ", "> ", "**", "__"),
        *("| a | b |\n", "| --- | --- |\n", "——", "……", "...", "--", "【待核实】", "同志们：\n", "2024年3月5日\n"),
        *("附件：", "\u200b", "\x07", "𠮷", "😀"),
    ]
)
TEXT = st.lists(PIECES, max_size=60).map("".join)
QUICK = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def letters(text: str) -> str:
    """What must never be lost: letters, digits and 汉字, as cleaning writes them."""
    wide = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF5B)}
    return "".join(c for c in text.translate(wide) if c.isalnum() and c not in "〇零○")


def words(text: str) -> str:
    """The letters but those of numbers, which export may count anew."""
    return re.sub(r"[一二三四五六七八九十百\d]", "", letters(text))


def exported(draft: Draft) -> tuple[str, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        path = export_draft(draft, Path(folder) / "a.docx").path
        with zipfile.ZipFile(path) as package:
            assert package.testzip() is None
            for name in package.namelist():
                if name.endswith((".xml", ".rels")):
                    etree.fromstring(package.read(name))
            content = package.read("word/document.xml")
        body = Document(str(path)).element.body
    return "".join(t.text or "" for t in body.iter(qn("w:t"))), content


@QUICK
@given(st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=200).filter(lambda t: letters(t)))
def test_any_text_becomes_a_valid_file_and_loses_nothing(text: str) -> None:
    written, _ = exported(parse_markdown(text))
    assert sorted(words(text)) == sorted(words(written))


@QUICK
@given(TEXT.filter(lambda t: letters(t)))
def test_any_markdown_becomes_a_valid_file_and_loses_nothing(text: str) -> None:
    written, _ = exported(parse_markdown(text))
    assert sorted(words(text)) == sorted(words(written))


@QUICK
@given(TEXT.filter(lambda t: letters(t)))
def test_export_import_export_is_the_same(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        one, two = Path(folder) / "1.docx", Path(folder) / "2.docx"
        export_draft(parse_markdown(text), one)
        back = read_back(one)
        export_draft(back, two)
        contents = []
        for path in (one, two):
            with zipfile.ZipFile(path) as package:
                contents.append((package.read("word/document.xml"), package.read("word/styles.xml")))
        assert changes(back, read_back(two)) == ()
    assert contents[0] == contents[1]


@given(TEXT)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    line = text.replace("\n", " ")
    for clean in (clean_line, clean_heading, clean_byline):
        once = clean(line)
        assert clean(once) == once
        assert words(once) == words(line)


@given(st.text(alphabet="关心下一代工作委员会青少年2024的和与“”《》——总结要点", min_size=1, max_size=70))
def test_a_broken_title_is_the_title(title: str) -> None:
    lines = break_title(title, 18)
    assert "".join(lines) == title
    assert max(map(measure, lines)) <= 18.5


@given(TEXT)
def test_wrapped_lines_are_the_text(text: str) -> None:
    profile = load_profile()
    line = clean_line(text.replace("\n", ""))
    pieces = list(wrap(line, profile.text_width - 640, profile.text_width, profile))
    assert "".join(pieces) == line
    assert all(width(piece, profile) <= profile.text_width + 700 or len(piece) < 60 for piece in pieces)


@QUICK
@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=3), TEXT, TEXT)
def test_drafts_of_any_shape(sections: list[tuple[str, str]], title: str, line: str) -> None:
    flat = line.replace("\n", " ")
    parts = tuple(Section(heading.replace("\n", " "), text) for heading, text in sections)
    draft = Draft(title.replace("\n", " "), parts, "", (flat,), flat, (flat,), (flat, "2024年1月5日"))
    written, _ = exported(draft)
    whole = draft.title + flat * 4 + "".join(s.heading + s.text for s in parts)
    missing = list(words(written))
    for c in words(whole):
        assert c in missing
        missing.remove(c)
    assert "<script" not in preview_html(draft)
