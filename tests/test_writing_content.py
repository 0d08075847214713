"""The shipped writing content: parallel headings, sentences that claim nothing, sound samples and briefs."""

import re
import tomllib
from itertools import chain
from pathlib import Path

import pytest

from assistant.brief import parse_brief
from assistant.ledger import judge
from index.material import GENRES, ROLES
from index.themes import THEMES

ROOT = Path(__file__).parents[1]
DATA = ROOT / "assistant" / "writing" / "data"
SAMPLES = sorted((ROOT / "index" / "samples").glob("*.md"))
BRIEFS = sorted((*(ROOT / "tests" / "data" / "briefs").glob("*.json"), *(ROOT / "examples").glob("*.json")))
MATERIALS = ROOT.parent / "shared" / "materials"
RUN = 16


def _rows(name: str) -> list[list[str]]:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line.strip() and not line.startswith("#")]


def _length(clause: str) -> int:
    return len(re.sub(r"[“”，、]", "", clause))


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def _sentences() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((DATA / "theme_sentences.toml").read_text(encoding="utf-8"))


def test_every_heading_has_the_lengths_its_pattern_declares():
    for theme, pattern, first, second in _rows("headings.tsv"):
        if declared := re.search(r"(\d)\+(\d)$", pattern):
            assert (_length(first), _length(second)) == (int(declared[1]), int(declared[2])), (theme, first, second)
        elif declared := re.search(r"(\d)$", pattern):
            assert (_length(first), second) == (int(declared[1]), ""), (theme, first)


@pytest.mark.parametrize("pattern", ["6+6", "5+5", "4+4", "在", "要8", "要6+6", "事迹4+4", "事迹7"])
def test_every_theme_has_headings_of_every_pattern(pattern):
    assert {row[0] for row in _rows("headings.tsv") if row[1] == pattern} >= {*THEMES, "综合"}


def test_headings_and_connecting_sentences_claim_nothing():
    headings = ["，".join(clause for clause in row[2:4] if clause) for row in _rows("headings.tsv")]
    sentences = chain.from_iterable(chain.from_iterable(kinds.values()) for kinds in _sentences().values())
    flagged = {text: judge(text, ["工作情况"]).claims for text in (*headings, *sentences)}
    assert {text: claims for text, claims in flagged.items() if claims} == {}


def test_every_theme_has_sentences_of_every_kind():
    for theme in (*THEMES, "综合"):
        assert all(_sentences()[theme].get(kind) for kind in ("why", "how", "aim", "report", "task", "story")), theme


def test_no_wrong_wording_stands_in_a_right_one_or_in_a_sample():
    rows = _rows("fixed_wordings.tsv")
    texts = [path.read_text(encoding="utf-8") for path in SAMPLES]
    assert len(rows) >= 80
    for wrong, right, why in rows:
        assert right and why
        if wrong:
            assert not any(wrong in other for _, other, _ in rows), wrong
            assert not any(wrong in text for text in texts), wrong


@pytest.mark.parametrize("path", sorted((DATA.parent / "genres").glob("*.toml")), ids=lambda path: path.stem)
def test_genre_files_share_out_the_whole_length(path):
    genre = tomllib.loads(path.read_text(encoding="utf-8"))
    assert genre["name"] in GENRES and genre["voice"] and genre["title_patterns"]
    assert all(section["role"] in ROLES and section["purpose"] for section in genre["sections"])
    share = sum(section["share"] * section["max"] for section in genre["sections"])
    assert 0.8 <= share <= 1.6
    templates = chain.from_iterable((*s["opening"], *s["closing"]) for s in genre["sections"])
    slots = {slot for text in (*templates, *genre["title_patterns"]) for slot in re.findall(r"\{(\w+)\}", text)}
    assert slots <= {"unit", "occasion", "speaker", "date", "year", "theme"}


def test_samples_cover_all_genres_and_have_each_theme_as_the_main_one():
    assert len(SAMPLES) >= 16
    fronts = [path.read_text(encoding="utf-8").split("---")[1] for path in SAMPLES]
    assert {re.search(r"文种: (\S+)", front)[1] for front in fronts} == set(GENRES)
    assert {re.search(r"主题: ([^,\n]+)", front)[1] for front in fronts} == set(THEMES)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_is_of_real_length_and_clean(path):
    body = path.read_text(encoding="utf-8").split("---", 2)[2]
    assert 1700 <= len(re.sub(r"[\s#]", "", body)) <= 3500
    assert body.lstrip().startswith("# ") and len(re.findall(r"(?m)^## [一二三四五六七八]、", body)) >= 4
    for opening, closing in ("“”", "《》", "（）", "‘’"):
        assert body.count(opening) == body.count(closing)
    assert not re.search(r"[\u4e00-\u9fff][,;:?!()\"']|[,;:?!()\"'][\u4e00-\u9fff]", body)


@pytest.mark.parametrize("path", BRIEFS, ids=lambda path: path.stem)
def test_a_brief_can_be_read(path):
    brief = parse_brief(path.read_text(encoding="utf-8"))
    assert brief.genre in GENRES and brief.facts


def test_nothing_of_the_users_sample_pages_was_copied():
    if not MATERIALS.is_dir():
        pytest.skip("没有用户给的样页，无从比较。")
    runs: set[str] = set()
    for path in MATERIALS.glob("*.txt"):
        text = _squeezed(path.read_text(encoding="utf-8", errors="replace"))
        runs.update(text[i : i + RUN] for i in range(len(text) - RUN + 1))
    own = (*SAMPLES, *BRIEFS, *DATA.iterdir(), *(DATA.parent / "genres").glob("*.toml"))
    for path in own:
        text = _squeezed(path.read_text(encoding="utf-8"))
        shared = {text[i : i + RUN] for i in range(len(text) - RUN + 1)} & runs
        assert not shared, (path.name, shared)
