"""The encoder in a process of its own: the same vectors, and a process that is there when needed and gone when not."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from index.encoding.apart import EncoderApart
from index.errors import ModelFileError
from tests.library_fakes import opened, speech
from tests.pair_process import WIDTH, rows_of

ROOT = Path(__file__).parents[1]
FAKE = (sys.executable, "-X", "utf8", "-m", "tests.pair_process")


@pytest.fixture
def apart(tmp_path: Path) -> Iterator[EncoderApart]:
    encoder = EncoderApart(tmp_path, command=FAKE)
    yield encoder
    encoder.close()


def pid(encoder: EncoderApart) -> int:
    assert encoder._process is not None
    return encoder._process.pid


def ends(number: int) -> bool:
    """Whether a process is gone within some seconds (one that has ended but is still counted is gone too)."""
    for _ in range(200):
        try:
            if Path(f"/proc/{number}/stat").exists():
                state = Path(f"/proc/{number}/stat").read_text().rsplit(")", 1)[1].split()[0]
            else:
                os.kill(number, 0)
                state = "?"
        except (ProcessLookupError, FileNotFoundError):
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False


def test_the_vectors_are_the_same_as_in_this_process(apart: EncoderApart) -> None:
    texts = ["关心下一代", "\ud800下一代\0", "", *(f"第{n}句话\n第二行" for n in range(500))]
    np.testing.assert_array_equal(apart.documents(texts), rows_of(texts))
    np.testing.assert_array_equal(apart.query("问"), rows_of(["问"])[0])
    assert apart.documents([]).size == 0
    first = pid(apart)
    apart.query("又问")
    assert pid(apart) == first


def test_a_process_that_dies_is_replaced_and_the_answer_still_comes(apart: EncoderApart) -> None:
    expected = apart.query("关心下一代")
    os.kill(pid(apart), signal.SIGKILL)
    np.testing.assert_array_equal(apart.query("关心下一代"), expected)
    assert len(apart.documents(["一", "死一次"])) == 2


def test_one_that_dies_of_the_question_is_not_tried_for_ever(apart: EncoderApart) -> None:
    with pytest.raises(ModelFileError, match="编码器停了"):
        apart.documents(["死"])
    assert apart.documents(["活"]).shape[0] == 1


def test_what_the_encoder_says_of_its_faults_is_passed_on(apart: EncoderApart) -> None:
    with pytest.raises(ModelFileError, match="编码器打不开"):
        apart.documents(["错"])
    assert apart.documents(["好"]).shape[0] == 1


def test_it_goes_when_idle_and_comes_back_when_asked(tmp_path: Path) -> None:
    encoder = EncoderApart(tmp_path, idle=0.3, command=FAKE)
    encoder.query("一")
    first = pid(encoder)
    assert ends(first)
    assert encoder.query("二").shape == (WIDTH,)
    assert pid(encoder) != first
    encoder.close()


def test_waking_begins_one_process_and_no_second(apart: EncoderApart) -> None:
    apart.wake()
    expected = rows_of(["一"])[0]
    np.testing.assert_array_equal(apart.query("一"), expected)
    first = pid(apart)
    apart.wake()
    apart.query("一")
    assert pid(apart) == first


def test_closing_does_not_wait_for_what_is_being_encoded(tmp_path: Path) -> None:
    encoder = EncoderApart(tmp_path, command=FAKE)
    encoder.query("一")
    number, said = pid(encoder), []

    def ask() -> None:
        try:
            encoder.documents(["慢"])
        except ModelFileError as error:
            said.append(str(error))

    asking = threading.Thread(target=ask)
    asking.start()
    while not encoder._lock.locked():
        time.sleep(0.01)
    encoder.close()
    asking.join()
    assert said and ends(number)
    with pytest.raises(ModelFileError):
        encoder.query("还在吗")


def test_a_process_that_begins_while_the_encoder_is_closed_ends_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[subprocess.Popen[bytes]] = []
    encoder = EncoderApart(tmp_path, command=FAKE)

    class Closing(subprocess.Popen):  # type: ignore[type-arg]
        def __init__(self, *given: object, **named: object) -> None:
            super().__init__(*given, **named)
            begun.append(self)
            encoder._closed = True  # what close() does first, while it does not know of this process yet

    monkeypatch.setattr("index.encoding.apart.subprocess.Popen", Closing)
    with pytest.raises(ModelFileError):
        encoder.documents(["慢"])
    assert ends(begun[0].pid)


PARENT = """
import sys
from tests.test_encoder_apart import FAKE
from index.encoding.apart import EncoderApart
encoder = EncoderApart(sys.argv[1], command=FAKE)
encoder.query("一")
print(encoder._process.pid, flush=True)
encoder.documents([sys.argv[2]])
sys.stdin.read()
"""


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is POSIX")
@pytest.mark.parametrize("busy", ["快", "慢"], ids=["idle", "encoding"])
def test_it_ends_with_a_parent_that_is_killed(busy: str, tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PARENT, str(tmp_path), busy], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert not Path("/proc").exists() or Path(f"/proc/{child}").exists()
        parent.kill()
    assert ends(child)


def test_a_library_adds_and_finds_with_it(tmp_path: Path) -> None:
    (tmp_path / "一.txt").write_text(speech("风筝节"), "utf-8")
    encoder = EncoderApart(tmp_path, command=FAKE)
    with opened(tmp_path / "home", encoder=encoder) as library:
        assert library.add([tmp_path / "一.txt"])[0].status == "added"
        os.kill(pid(encoder), signal.SIGKILL)
        assert library.search("风筝节的台账").passages[0].file == "一.txt"
    encoder.close()
