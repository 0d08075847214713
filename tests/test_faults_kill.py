"""Killed while saving, drafting, adding and exporting: nothing answered as kept is lost (many rounds: the bench)."""

import os
import subprocess
import sys

import pytest

from tests.bench.kill_rounds import ROOT, rounds

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kill -9 and file size limits are POSIX")


@pytest.mark.parametrize("kind", ["save", "draft", "add", "export"])
def test_nothing_answered_as_kept_is_lost_by_a_kill(kind):
    done, told, lost, half = rounds(kind, 4)
    print(f"\n{kind}: {done} kills, {told} kept, {lost} lost, {half} half files")
    assert (lost, half) == (0, 0)


EXPORT = """
import resource, signal, sys
from pathlib import Path
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from assistant.draft import Draft, Section
from assistant.word import export_draft
from index.errors import XinhuoError
out = Path(sys.argv[1]) / "稿.docx"
draft = Draft("总结", (Section("一、做法", "我们一家一家地走。" * 60),), "工作总结")
resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
try:
    export_draft(draft, out, genre="工作总结")
except XinhuoError as error:
    sys.stdout.buffer.write(str(error).encode())
"""


def test_a_full_disk_is_said_and_leaves_no_half_word_file(tmp_path):
    ran = subprocess.run(
        [sys.executable, "-c", EXPORT, str(tmp_path)], cwd=ROOT, capture_output=True, timeout=120, check=False
    )
    assert ran.returncode == 0, ran.stderr.decode()[-2000:]
    assert "没能写成" in ran.stdout.decode()
    assert list(tmp_path.glob("*.docx")) == []
