"""One draft by the bundled model, from the command line, checked as a user would: ``real_draft.py FOLDER``.

Every figure of the facts must stand in the Word file, and no other figure.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

from docx import Document

BRIEF = {
    "genre": "经验交流发言",
    "unit": "云杉县关工委",
    "occasion": "全市关心下一代工作经验交流会",
    "date": "2026年6月12日",
    "length": 900,
    "facts": [
        "全县建立基层关工委组织126个，实现乡镇、村（社区）、中小学校全覆盖",
        "吸纳“五老”志愿者583名，其中老党员占71%",
        "组织红色故事宣讲团走进校园64场，听众1.9万人次",
        "与237名留守儿童结对，发放助学金18.6万元",
        "存在不足：山区村校活动次数偏少，宣讲员平均年龄偏大",
        "下一步，计划新建家长学校12所",
    ],
}
FIGURE = re.compile(r"\d+(?:\.\d+)?")


def figures(text: str) -> set[str]:
    """All digit strings of a text."""
    return set(FIGURE.findall(text))


def main(folder: Path) -> int:
    """Draft, export, check; returns the exit code."""
    brief = folder / "brief.json"
    brief.write_text(json.dumps(BRIEF, ensure_ascii=False), encoding="utf-8")
    out, report = folder / "draft.docx", folder / "report.json"
    command = [sys.executable, "-m", "assistant", "draft", str(brief), "--out", str(out), "--report", str(report)]
    subprocess.run([*command, "--home", str(folder / "real")], check=True)
    text = "\n".join(p.text for p in Document(str(out)).paragraphs)
    wanted = figures("".join(BRIEF["facts"]))
    allowed = wanted | figures(BRIEF["date"] + BRIEF["unit"])
    missing, extra = wanted - figures(text), figures(text) - allowed
    result = json.loads(report.read_text(encoding="utf-8"))
    uncovered = [c for c in result["coverage"] if c["status"] in ("missing", "altered")]
    wrong = [c for c in result["claims"] if c["verdict"] != "supported"]
    print(text)
    print(f"length {result['length']}, timing {result['timing']}, tokens {result['tokens']}")
    print(f"missing {sorted(missing)}, extra {sorted(extra)}, uncovered {uncovered}, wrong {wrong}")
    failed = int(bool(missing or extra or uncovered))
    print(f"{1 - failed} passed, {failed} failed")
    return failed


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
