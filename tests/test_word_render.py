"""The exported file drawn by LibreOffice and measured: lines, characters, page numbers, what stands together."""

import ctypes
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest

from assistant.draft import Draft, Section
from assistant.draft_reading import parse_markdown
from assistant.word import export_draft, page_count, pdf_tool, to_pdf

pytestmark = pytest.mark.skipif(pdf_tool() is None, reason="LibreOffice is not installed")

DRAFTS = Path(__file__).parent / "word_drafts"
GENRES = ("发言", "要点", "总结", "事迹")
MM = 72 / 25.4
PITCH = 28.95
LEFT, RIGHT, TOP, BOTTOM = 28 * MM, 184 * MM, 37 * MM, 262 * MM


@dataclass
class Drawn:
    """A line as drawn: baseline from the top of the page, left and right end, all in points."""

    y: float
    left: float
    right: float
    text: str


def drawn_pages(path: Path) -> list[list[Drawn]]:
    document = pypdfium2.PdfDocument(path)
    pages = [list(_drawn(document[i])) for i in range(len(document))]
    document.close()
    return pages


def _drawn(page: pypdfium2.PdfPage) -> Iterator[Drawn]:
    text = page.get_textpage()
    height = page.get_height()
    rows: dict[int, list[tuple[float, float, float, str]]] = {}
    x, y = ctypes.c_double(), ctypes.c_double()
    for i in range(text.count_chars()):
        letter = text.get_text_range(i, 1)
        if not letter.strip():
            continue
        pypdfium2.raw.FPDFText_GetCharOrigin(text.raw, i, x, y)
        left, _, right, _ = text.get_charbox(i, loose=True)
        at = height - y.value
        key = next((k for k in rows if abs(k - at * 10) < 40), round(at * 10))
        rows.setdefault(key, []).append((left, right, at, letter))
    for key in sorted(rows):
        letters = sorted(rows[key])
        yield Drawn(letters[0][2], letters[0][0], max(r for _, r, _, _ in letters), "".join(c for *_, c in letters))


def body_lines(page: list[Drawn]) -> list[Drawn]:
    return [line for line in page if line.y < BOTTOM]


def solid_draft() -> Draft:
    """Nothing but 汉字, so that every full line must hold 28."""
    text = "\n".join("春风化雨润物无声老少同心其利断金" * 14 for _ in range(9))
    return Draft("春风化雨润心田", (Section("", text),))


def genre_draft(genre: str, times: int) -> Draft:
    draft = parse_markdown((DRAFTS / f"{genre}.md").read_text(encoding="utf-8"), genre)
    return Draft(**{**vars(draft), "sections": draft.sections * times})


def signed_draft(lines: int) -> Draft:
    """A last paragraph of four lines that ends ``lines`` + 6 lines into the paper."""
    body = "\n".join(["春风化雨润物无声。"] * lines + ["老少同心" * 28 + "。"])
    return Draft("春风化雨", (Section("", body),), signature=("青禾县关心下一代工作委员会", "2024年12月6日"))


CASES = [f"{genre}x{times}" for genre in GENRES for times in (1, 4)]
ENDS = range(13, 23)


@pytest.fixture(scope="module")
def drawings(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Draft]]:
    """Every paper of these tests, exported and drawn in one go: the folder of their PDFs, and the drafts."""
    folder = tmp_path_factory.mktemp("drawn")
    drafts = {"solid": solid_draft()}
    drafts |= {case: genre_draft(case[:2], int(case[-1])) for case in CASES}
    drafts |= {f"signed{n}": signed_draft(n) for n in ENDS}
    files = [str(export_draft(draft, folder / f"{name}.docx").path) for name, draft in drafts.items()]
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [str(pdf_tool()), profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *files]
    subprocess.run(command, check=True, timeout=300, capture_output=True)
    return folder, drafts


@pytest.fixture(scope="module")
def solid(drawings: tuple[Path, dict[str, Draft]]) -> list[list[Drawn]]:
    return drawn_pages(drawings[0] / "solid.pdf")


def test_22_lines_on_a_full_page(solid: list[list[Drawn]]) -> None:
    assert [len(body_lines(page)) for page in solid[1:-1]] == [22] * (len(solid) - 2)


def test_28_characters_on_a_full_line(solid: list[list[Drawn]]) -> None:
    counts = [len(line.text) for page in solid[1:-1] for line in body_lines(page) if line.right > RIGHT - 8]
    inner = [n for n in counts if n != 26]
    assert set(inner) == {28}
    assert 26 in counts


def test_the_text_fills_the_measure(solid: list[list[Drawn]]) -> None:
    lines = [line for line in body_lines(solid[1]) if len(line.text) == 28]
    assert min(line.left for line in lines) == pytest.approx(LEFT, abs=1)
    assert max(line.right for line in lines) == pytest.approx(RIGHT, abs=1.5)
    ys = [line.y for line in body_lines(solid[1])]
    assert ys[0] > TOP and ys[-1] < BOTTOM
    assert ys[-1] - ys[0] == pytest.approx(21 * PITCH, abs=1)


@pytest.fixture(scope="module", params=CASES)
def paper(request: pytest.FixtureRequest, drawings: tuple[Path, dict[str, Draft]]) -> tuple[Draft, list[list[Drawn]]]:
    folder, drafts = drawings
    return drafts[request.param], drawn_pages(folder / f"{request.param}.pdf")


def test_lines_stand_on_the_grid(paper: tuple[Draft, list[list[Drawn]]]) -> None:
    draft, pages = paper
    tables = "|" in draft.to_markdown()
    for page in pages[1:-1]:
        ys = [line.y for line in body_lines(page)]
        steps = [(b - a) / PITCH for a, b in pairwise(ys)]
        assert tables or all(abs(step - 1) < 0.06 for step in steps)
        assert len(ys) in (20, 21, 22) or tables


def test_nothing_stands_outside_the_text_area(paper: tuple[Draft, list[list[Drawn]]]) -> None:
    for page in paper[1]:
        for line in body_lines(page):
            assert line.left > LEFT - 1 and line.right < RIGHT + 1, line.text


def test_page_numbers(paper: tuple[Draft, list[list[Drawn]]]) -> None:
    for number, page in enumerate(paper[1], 1):
        foot = [line for line in page if line.y > BOTTOM]
        assert [line.text for line in foot] == [f"—{number}—"]
        if number % 2:
            assert foot[0].right == pytest.approx(RIGHT - 14, abs=1.5)
        else:
            assert foot[0].left == pytest.approx(LEFT + 14, abs=1.5)


def test_the_dash_is_7_mm_below_the_text(tmp_path: Path) -> None:
    path = export_draft(Draft("春风", (Section("", "润物无声。"),)), tmp_path / "a.docx").path
    document = pypdfium2.PdfDocument(to_pdf(path))
    scale = 300 / 72
    image = document[0].render(scale=scale, grayscale=True).to_numpy().squeeze()
    foot = image[int(BOTTOM * scale) :]
    columns = (foot < 128).any(axis=0).nonzero()[0]
    dash = (foot[:, columns[0] : columns[0] + 12] < 128).any(axis=1).nonzero()[0]
    middle = (dash[0] + dash[-1]) / 2 / scale / MM
    assert middle == pytest.approx(7, abs=0.5)


def test_headings_are_not_stranded(paper: tuple[Draft, list[list[Drawn]]]) -> None:
    draft, pages = paper
    headings = {s.heading for s in draft.sections if s.heading}
    for page in pages[:-1]:
        assert body_lines(page)[-1].text[-8:] not in {h[-8:] for h in headings}


def test_the_signature_is_not_alone(paper: tuple[Draft, list[list[Drawn]]]) -> None:
    draft, pages = paper
    if draft.signature:
        last = [line.text for line in body_lines(pages[-1])]
        assert draft.signature[0] in last
        assert last.index(draft.signature[0]) >= 1


def test_the_estimate_of_pages_is_near(paper: tuple[Draft, list[list[Drawn]]]) -> None:
    draft, pages = paper
    assert abs(page_count(draft) - len(pages)) <= 1


def test_signature_geometry(drawings: tuple[Path, dict[str, Draft]]) -> None:
    unit, date = body_lines(drawn_pages(drawings[0] / "总结x1.pdf")[-1])[-2:]
    assert unit.right == pytest.approx(RIGHT - 32, abs=2)
    assert date.left - unit.left == pytest.approx(32, abs=2)


def test_title_block_is_centred(drawings: tuple[Path, dict[str, Draft]]) -> None:
    page = drawn_pages(drawings[0] / "发言x1.pdf")[0]
    for line in page[:4]:
        assert (line.left + line.right) / 2 == pytest.approx((LEFT + RIGHT) / 2, abs=9)
    assert page[4].left == pytest.approx(LEFT, abs=1)
    assert (page[4].y - page[3].y) / PITCH == pytest.approx(2, abs=0.1)


@pytest.mark.parametrize("lines", ENDS)
def test_a_signature_never_starts_a_page(drawings: tuple[Path, dict[str, Draft]], lines: int) -> None:
    """Wherever the last paragraph ends on the page, some of it stays with the 落款."""
    last = [line.text for line in body_lines(drawn_pages(drawings[0] / f"signed{lines}.pdf")[-1])]
    assert last.index("青禾县关心下一代工作委员会") >= 1
