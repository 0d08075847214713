"""What the program is built on: the licence of every dependency, and whether known vulnerabilities touch it.

``python tests/supply_chain.py`` writes ``docs/licences.md``; ``python tests/supply_chain.py --audit`` asks the public
advisory database through pip-audit, and without it compares with the advisories kept in ``tests/data``.
"""

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "docs" / "licences.md"
KEPT = ROOT / "tests" / "data" / "advisories.tsv"

# Licences that let the program be used, changed and passed on; LGPL and MPL bind only changes to the library itself.
ACCEPTED = re.compile(
    r"(?:MIT(?:-0|-CMU)?|BSD(?:-[23]-Clause)?|0BSD|Apache-2\.0|ISC|PSF(?:-2\.0)?|MPL-2\.0|LGPL|Zlib|CC0-1\.0"
    r"|BSL-1\.0|CNRI-Python|HPND|Unlicense)$"
)
_SPELLINGS = (
    (r"apache.*", "Apache-2.0"),
    (r"mit(?: license.*| licence.*)?", "MIT"),
    (r"(?:3-clause )?bsd(?: license| 3-clause)?", "BSD"),
    (r"isc(?: license.*)?", "ISC"),
    (r"psf.*|python software foundation.*", "PSF-2.0"),
    (r"mozilla.*|mpl.*", "MPL-2.0"),
    (r"gnu lesser.*|gnu library.*|lgpl.*", "LGPL"),
    (r"copyright.*enthought.*", "BSD"),
)


@dataclass(frozen=True)
class Licensed:
    """A dependency with its version and its licence as it states it."""

    name: str
    version: str
    licence: str

    @property
    def accepted(self) -> bool:
        """Whether each part of an AND, and one part of an OR, is accepted."""
        expression = re.sub(r"[()]", " ", self.licence)
        return bool(expression.strip()) and all(
            any(ACCEPTED.fullmatch(choice.strip().split(" WITH ")[0]) for choice in part.split(" OR "))
            for part in expression.split(" AND ")
        )


def direct() -> list[str]:
    """Names of what pyproject.toml asks for."""
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    return [re.match(r"[\w.-]+", line)[0] for line in wanted]


def lower_bounds() -> dict[str, str]:
    """The oldest release of each direct dependency that pyproject.toml allows, "" where it names none."""
    from packaging.requirements import Requirement

    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    found = {}
    for line in wanted:
        needed = Requirement(line)
        bounds = [s.version.removesuffix(".*") for s in needed.specifier if s.operator in (">=", "==", "~=")]
        found[re.sub(r"[-_.]+", "-", needed.name).lower()] = bounds[0] if bounds else ""
    return found


def licences() -> list[Licensed]:
    """Every dependency that is installed here, those of dependencies among them, by name."""
    found: dict[str, Distribution] = {}
    for name in direct():
        _walk(name, found)
    return [Licensed(key, found[key].version, licence_of(found[key])) for key in sorted(found)]


def _walk(name: str, found: dict[str, Distribution]) -> None:
    from packaging.requirements import Requirement

    key = re.sub(r"[-_.]+", "-", name).lower()
    if key in found:
        return
    try:
        found[key] = distribution(name)
    except PackageNotFoundError:
        return
    for line in found[key].requires or ():
        needed = Requirement(line)
        if needed.marker is None or needed.marker.evaluate({"extra": ""}):
            _walk(needed.name, found)


def licence_of(package: Distribution) -> str:
    """The licence that a package states: its expression, its classifiers, or the first line of its licence field."""
    data = package.metadata
    if stated := data.get("License-Expression"):
        return str(stated)
    classed = [c.split(" :: ")[-1] for c in data.get_all("Classifier") or () if c.startswith("License :: OSI")]
    if classed:
        return " OR ".join(dict.fromkeys(_plain(re.sub(r" ?\(.*\)", "", c)) for c in classed))
    stated = str(data.get("License") or "").strip().splitlines()[:1]
    parts = re.split(r" AND |, (?=BSD|Apache)", stated[0].split(", dependency")[0]) if stated else []
    return " AND ".join(_plain(part) for part in parts)


def _plain(stated: str) -> str:
    for pattern, name in _SPELLINGS:
        if re.fullmatch(pattern, stated.strip(), re.I):
            return name
    return stated.strip()


def page() -> Iterator[str]:
    """The lines of the document."""
    asked = {re.sub(r"[-_.]+", "-", name).lower() for name in direct()}
    yield "# 用到的软件包和许可证"
    yield ""
    yield "由 `python tests/supply_chain.py` 从已安装的软件包生成，不要手改。粗体是本程序直接用的，其余是它们用的。"
    yield "都不作修改，按各自的许可证使用。"
    yield "权重：Qwen2.5-Coder-1.5B-Instruct（Apache-2.0）、multilingual-e5-small（MIT）。"
    yield ""
    yield "| 软件包 | 版本 | 许可证 |"
    yield "| --- | --- | --- |"
    for item in licences():
        name = f"**{item.name}**" if item.name in asked else item.name
        yield f"| {name} | {item.version.split('+')[0]} | {item.licence} |"


@dataclass(frozen=True)
class Advisory:
    """What is known of a package: its versions before ``sound`` have the fault ``name``."""

    package: str
    sound: str
    name: str


def kept_advisories() -> list[Advisory]:
    """The advisories that come with the program."""
    lines = KEPT.read_text(encoding="utf-8").splitlines()
    return [Advisory(*line.split("\t")) for line in lines if line.strip() and not line.startswith("#")]


def touched(installed: Mapping[str, str], advisories: Iterable[Advisory]) -> list[str]:
    """Which of ``installed`` (version by name) an advisory is about, one line each."""
    from packaging.version import Version

    return [
        f"{a.package} {installed[a.package]}: {a.name}, fixed in {a.sound}"
        for a in advisories
        if a.package in installed and Version(installed[a.package]) < Version(a.sound)
    ]


def audit() -> int:
    """Known vulnerabilities of what is installed: by the public database, by the advisories kept here without it.

    The exit code: 1 where there are any.
    """
    command = [sys.executable, "-m", "pip_audit", "--progress-spinner", "off", "-f", "json"]
    try:
        ran = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
        found = json.loads(ran.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, ValueError, KeyError):
        print("pip-audit is not installed, or the advisory database does not answer: only older advisories are known")
        installed = {item.name: item.version for item in licences()}
        advisories = kept_advisories()
        faults = touched(installed, advisories)
        known = len(installed.keys() & {a.package for a in advisories})
        print(
            "\n".join([*faults, f"audited {known} packages by {len(advisories)} advisories, {len(faults)} vulnerable"])
        )
        return int(bool(faults))
    print("\n".join(verdict(found)))
    return int(any(item.get("vulns") for item in found))


def verdict(found: list[dict]) -> Iterator[str]:
    """What to say of pip-audit's findings: packages that the database does not know count as not audited."""
    known = [item for item in found if "vulns" in item]
    for item in known:
        for fault in item["vulns"]:
            yield f"{item['name']} {item['version']}: {fault['id']}, fixed in {fault['fix_versions'] or 'no release'}"
    vulnerable = sum(bool(item["vulns"]) for item in known)
    yield f"audited {len(known)} packages, {vulnerable} vulnerable; {len(found) - len(known)} not audited"


if __name__ == "__main__":
    if "--audit" in sys.argv:
        raise SystemExit(audit())
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text("\n".join(page()) + "\n", encoding="utf-8")
    print(f"{TARGET.relative_to(ROOT)}: {len(licences())} packages")
