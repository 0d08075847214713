"""What starts quickly stays so: which heavy modules a command must never import."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HEAVY = ("torch", "sentence_transformers", "transformers", "sklearn", "chromadb", "langchain", "langchain_openai")
EVEN_MORE = (*HEAVY, "gradio", "sqlalchemy", "docx")

CHECK = """
import sys, json
from assistant.__main__ import main
assert main(["check", "d.md", "--facts", "f.txt"]) == 0
"""
EXPORT = """
import sys, json
from assistant.__main__ import main
assert main(["export", "d.md", "--out", "d.docx", "--genre", "工作总结"]) == 0
"""
CHAT = """
import sys, json
from pathlib import Path
from assistant.archive import Archive
from assistant.conversation import Conversation
from assistant.page.service import Service
from assistant.settings import Settings
from assistant.work import Work
service = Service(Settings(home=Path("home")), Archive(Path("home/archive.sqlite3")))
assert list(service.conversation("local").turn(Work(), [], "写一份工作总结，单位是某某小学，走访了12户家庭", (), None))
service.archive.close()
"""
SEEN = "\nprint('SEEN' + json.dumps(sorted(sys.modules)))"


@pytest.mark.parametrize(
    ("code", "unwanted"),
    [(CHECK, EVEN_MORE), (EXPORT, (*HEAVY, "gradio", "sqlalchemy")), (CHAT, (*HEAVY, "gradio"))],
    ids=["check", "export", "chat"],
)
def test_nothing_heavy_is_imported(code: str, unwanted: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "d.md").write_text("# 工作总结\n\n## 一、做法\n\n我们走访了12户家庭。\n", "utf-8")
    (tmp_path / "f.txt").write_text("走访了12户家庭\n", "utf-8")
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r}){code}{SEEN}"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    modules = set(json.loads(done.stdout.rsplit("SEEN", 1)[1]))
    assert modules.isdisjoint(unwanted)


def test_the_put_off_module_is_the_real_one_when_it_is_called() -> None:
    code = (
        "import sys\nfrom index.put_off import put_off\n"
        "with put_off('sklearn', 'sklearn.metrics'):\n    from sklearn.metrics import accuracy_score\n"
        "assert 'sklearn' not in sys.modules\nassert accuracy_score([1, 0], [1, 1]) == 0.5\n"
        "import sklearn.metrics\nassert sklearn.metrics.accuracy_score is not accuracy_score\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
