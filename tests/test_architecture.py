"""The house keeps its order: who imports whom, and what stays out of the code."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted([*ROOT.glob("assistant/**/*.py"), *ROOT.glob("index/**/*.py"), ROOT / "ui.py"])
ALLOWED = {
    "gradio": ("ui.py",),
    "chromadb": ("index/search/chroma.py",),
    "sentence_transformers": ("index/encoding/encoder.py", "index/encoding/build.py"),
    "torch": ("index/encoding/encoder.py", "index/encoding/build.py"),
    "langchain_openai": ("assistant/model/", "index/encoding/endpoint.py"),
    "xllamacpp": ("assistant/model/",),
    "docx": ("assistant/word/", "index/reading/"),
}


def imports(path: Path) -> set[str]:
    """Dotted names of all modules that a file imports, also inside functions."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_imports_go_one_way(path: Path) -> None:
    place, packages = relative(path), {name.split(".")[0] for name in imports(path)}
    if place.startswith("index/"):
        assert not packages & {"assistant", "ui"}
    if place.startswith("assistant/"):
        assert "ui" not in packages
    for library, owners in ALLOWED.items():
        assert library not in packages or place.startswith(owners), f"{place} imports {library}"
    assert not any(name.endswith("_classic") for name in packages)


@pytest.mark.parametrize("path", [p for p in SOURCES if relative(p).startswith("assistant/ledger/")], ids=relative)
def test_the_ledger_stands_alone(path: Path) -> None:
    ours = {name for name in imports(path) if name.split(".")[0] in ("assistant", "index")}
    assert all(name.startswith("assistant.ledger") for name in ours)


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_no_machine_paths_in_the_code(path: Path) -> None:
    assert not re.search(r"[\"'](/root|/home|/work|/tmp)/", path.read_text(encoding="utf-8"))


def test_check_loads_nothing_heavy() -> None:
    code = "import sys, assistant.ledger, assistant.review; print([m for m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    for heavy in ("torch", "gradio", "chromadb", "langchain", "sentence_transformers", "transformers"):
        assert f"'{heavy}'" not in run.stdout
