"""What the program is built on may be used, and nothing it loads can run code."""

import ast
import re
import sys
from pathlib import Path

import pytest

from tests.supply_chain import (
    TARGET,
    Advisory,
    Licensed,
    direct,
    kept_advisories,
    licences,
    lower_bounds,
    touched,
    verdict,
)

ROOT = Path(__file__).parents[1]
SOURCES = sorted([*ROOT.glob("assistant/**/*.py"), *ROOT.glob("index/**/*.py"), ROOT / "ui.py"])


def test_every_dependency_has_an_accepted_licence() -> None:
    found = licences()
    assert len(found) > 50
    assert [f"{item.name}: {item.licence or 'not stated'}" for item in found if not item.accepted] == []
    print(f"\n{len(found)} packages, all accepted")


@pytest.mark.parametrize("licence", ["", "GPL-3.0-only", "MIT AND GPL-3.0", "Proprietary", "AGPL-3.0", "SSPL-1.0"])
def test_a_licence_that_binds_the_whole_program_is_not_accepted(licence: str) -> None:
    assert not Licensed("x", "1", licence).accepted


def test_nothing_that_is_installed_has_an_advisory_that_is_kept_here() -> None:
    advisories = kept_advisories()
    assert len({a.package for a in advisories}) == len(advisories) > 20
    assert touched({item.name: item.version for item in licences()}, advisories) == []


def test_an_advisory_is_about_the_versions_before_its_fix_alone() -> None:
    advisory = Advisory("jinja2", "3.1.6", "CVE-2025-27516")
    assert touched({"jinja2": "3.1.10", "lxml": "1.0"}, [advisory]) == []
    assert touched({"jinja2": "3.1.5"}, [advisory]) == ["jinja2 3.1.5: CVE-2025-27516, fixed in 3.1.6"]


def test_what_pyproject_allows_is_sound() -> None:
    """The oldest release that an installation may choose has none of the kept advisories."""
    oldest = {name: version for name, version in lower_bounds().items() if version}
    assert len(oldest) > 15
    assert touched(oldest, kept_advisories()) == []


def test_the_list_of_licences_names_every_direct_dependency() -> None:
    listed = TARGET.read_text(encoding="utf-8")
    missing = [name for name in direct() if f"**{re.sub(r'[-_.]+', '-', name).lower()}**" not in listed]
    assert missing == [], "run python tests/supply_chain.py"


# What belongs to a package that is asked for, under another name.
PARTS = {
    "PIL": "pillow",
    "anyio": "fastapi",
    "argon2": "argon2-cffi",
    "doc2docx": "msdoc2docx",
    "docx": "python-docx",
    "langchain_core": "langchain",
    "openai": "langchain-openai",
    "readability": "readability-lxml",
    "starlette": "fastapi",
    "tokenizers": "sentence-transformers",
    "transformers": "sentence-transformers",
}


def test_what_is_imported_is_asked_for_and_what_is_asked_for_is_imported() -> None:
    asked = {re.sub(r"[-_.]+", "-", name).lower() for name in direct()}
    nodes = [node for path in SOURCES for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))]
    named = {a.name for node in nodes if isinstance(node, ast.Import) for a in node.names}
    named |= {str(node.module) for node in nodes if isinstance(node, ast.ImportFrom) and not node.level}
    modules = {name.split(".")[0] for name in named} - set(sys.stdlib_module_names) - {"assistant", "index"}
    imported = {PARTS.get(name, name).replace("_", "-").lower() for name in modules}
    assert imported - asked == set()
    assert asked - imported == set()


LOADERS = {"pickle", "cPickle", "dill", "cloudpickle", "joblib", "shelve", "marshal"}
CALLS = {"eval", "exec", "compile", "__import__"}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_nothing_is_loaded_that_can_run_code(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            assert not {alias.name.split(".")[0] for alias in node.names} & LOADERS
        if isinstance(node, ast.ImportFrom):
            assert (node.module or "").split(".")[0] not in LOADERS
        if not isinstance(node, ast.Call):
            continue
        assert not (isinstance(node.func, ast.Name) and node.func.id in CALLS)
        if isinstance(node.func, ast.Attribute) and node.func.attr == "load":
            owner = ast.unparse(node.func.value)
            assert owner not in ("torch", "yaml"), f"{owner}.load"  # numpy refuses pickles unless told otherwise
        for keyword in node.keywords:
            value = keyword.value.value if isinstance(keyword.value, ast.Constant) else None
            assert not (keyword.arg in ("trust_remote_code", "allow_pickle", "shell") and value is not False)


def test_what_the_advisory_database_does_not_know_does_not_count_as_sound() -> None:
    fault = {"id": "PYSEC-1", "fix_versions": ["2.0"]}
    found = [
        {"name": "a", "version": "1", "vulns": []},
        {"name": "b", "version": "1", "vulns": [fault]},
        {"name": "c", "skip_reason": "not found"},
    ]
    lines = list(verdict(found))
    assert "PYSEC-1" in lines[0] and lines[-1] == "audited 2 packages, 1 vulnerable; 1 not audited"
