"""Whatever the writing model does: bounded time and tries, a sound draft, a plain sentence, and 继续 completes it."""

import itertools
import json
import threading
import time
from collections.abc import Iterator
from types import SimpleNamespace

import httpx
import pytest

from assistant.errors import ModelUnavailable
from assistant.events import Drafted, Said
from assistant.model import Model, open_model
from assistant.model.faults import LONGEST_WAIT, MAX_BYTES, BoundedClient, fault_of
from assistant.settings import Settings
from assistant.writing import asking
from assistant.writing.writer import Writer
from tests.faulty import BRIEF, CHINESE, FACTS, assert_sound, closed_port, draft, good, said, serving
from tests.writing_fakes import ScriptedChat, large_model, obedient


@pytest.fixture(autouse=True)
def quick(monkeypatch) -> None:
    monkeypatch.setattr(asking, "_PAUSE", 0.05)


def cut_off(answering, prompt):
    answering.begin()
    text = good(prompt)
    answering.piece({"content": text[: len(text) // 2]})
    answering.connection.shutdown(2)


def silent(answering, prompt):
    answering.begin()
    time.sleep(3)


def slow(answering, prompt):
    answering.begin()
    for character in good(prompt):
        answering.piece({"content": character})
        time.sleep(0.3)


def endless(answering, prompt):
    answering.begin()
    while True:
        answering.piece({"content": "我们继续抓好这项工作。"})


def only_comments(answering, prompt):
    answering.begin()
    while True:
        answering.raw(b": still thinking\n\n")
        time.sleep(0.1)


def bad_bytes(answering, prompt):
    answering.begin()
    answering.raw(
        b'data: {"id":"1","object":"chat.completion.chunk","model":"m","created":1,"choices":[{"index":0,"delta":'
    )
    answering.raw(b'{"content":"\xff\xfe\xc3\x28"},"finish_reason":null}]}\n\ndata: [DONE]\n\n')


def half_json(answering, prompt):
    answering.begin()
    answering.raw(b'data: {"id":"1","choices":[{"index":0,"delta":{"conte\n\ndata: [DONE]\n\n')


def web_page(answering, prompt):
    answering.refuse(200, {"Content-Type": "text/html"}, "<html><h1>登录</h1></html>".encode())


def tool_calls(answering, prompt):
    answering.begin()
    for n in range(5):
        call = {"index": 0, "id": f"c{n}", "type": "function", "function": {"name": "search", "arguments": '{"q":'}}
        answering.piece({"tool_calls": [call]})
    answering.piece({}, "tool_calls")
    answering.raw(b"data: [DONE]\n\n")


def thinking_field(answering, prompt):
    answering.begin()
    answering.piece({"reasoning_content": "用户要我写99场报告会。"})
    for start in range(0, len(good(prompt)), 9):
        answering.piece({"content": good(prompt)[start : start + 9]})
    answering.piece({}, "stop")
    answering.raw(b"data: [DONE]\n\n")


def saying(change):
    return lambda answering, prompt: answering.say(change(good(prompt)))


def refusing(status, **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda answering, _: answering.refuse(status, named)


# name: the fault, whether the sections must have come from the facts alone
FAULTS = {
    "401": (refusing(401), True),
    "403 of a key from the future": (refusing(403), True),
    "404": (refusing(404), True),
    "429": (refusing(429), True),
    "429 with Retry-After": (refusing(429, Retry_After="1"), True),
    "429 with a date": (refusing(429, Retry_After="Wed, 21 Oct 2026 07:28:00 GMT"), True),
    "500": (refusing(500), True),
    "503": (refusing(503, Retry_After="0"), True),
    "cut off": (cut_off, True),
    "silent": (silent, True),
    "slow": (slow, False),
    "endless": (endless, False),
    "only comments": (only_comments, True),
    "bad bytes": (bad_bytes, True),
    "half JSON": (half_json, True),
    "web page": (web_page, True),
    "tool calls": (tool_calls, True),
    "empty": (saying(lambda _: ""), True),
    "blank": (saying(lambda _: " \n\u3000\n"), True),
    "English": (
        saying(lambda _: "We have always put the children first and made great progress this year. " * 3),
        True,
    ),
    "JSON": (saying(lambda t: json.dumps({"section": t, "figures": [99, 100]}, ensure_ascii=False)), False),
    "Markdown": (
        saying(lambda t: f"## 写好的部分\n\n- **{t}**\n\n| 项 | 数 |\n|---|---|\n| 报告会 | 99场 |\n\n```\n{t}\n```"),
        False,
    ),
    "repeated": (saying(lambda t: t * 6), False),
    "thinking": (saying(lambda t: f"<think>先想想，写99场。</think>{t}"), False),
    "thinking left open": (saying(lambda t: f"<think>{t}"), True),
    "thinking field": (thinking_field, False),
    "ten times too long": (
        saying(lambda t: t + "".join(f"我们在第{n}件事上下了工夫，帮助了{n * 7}名孩子。" for n in range(3, 60))),
        False,
    ),
    "invented": (saying(lambda t: t + "全年筹资387万元，受到省委书记王大山表扬，荣获《全国先进》称号。"), False),
    "chatter": (saying(lambda t: f"好的，以下是为您写的正文：\n{t}\n希望对您有帮助！如需修改请告诉我。"), False),
    "control characters": (saying(lambda t: f"\x00\x1b[31m\u202e{t}\ufeff\u200b<|im_end|>"), False),
}


@pytest.mark.parametrize("name", FAULTS)
def test_the_draft_is_there_and_sound_whatever_the_model_does(name, tmp_path, capsys, caplog):
    fault, alone = FAULTS[name]
    with serving(fault) as server:
        drafted, events = draft(server.url, tmp_path)
    sections = sum(1 for s in drafted.draft.sections if s.facts)
    assert len(server.requests) <= 3 * sections + 1
    assert_sound(drafted)
    told = said(events)
    if alone:
        assert "按要点直接成文" in told and CHINESE.search(told)
    everything = told + drafted.draft.to_markdown() + caplog.text + "".join(capsys.readouterr())
    assert "Traceback" not in everything and "sk-" not in everything and "httpx" not in told


def test_an_endpoint_that_is_down_is_named_and_the_draft_written_all_the_same(tmp_path):
    drafted, events = draft(f"http://127.0.0.1:{closed_port()}/v1", tmp_path)
    assert_sound(drafted)
    assert "连不上写作模型" in said(events)


@pytest.mark.parametrize(
    ("status", "words"), [(401, "密钥"), (404, "模型的名字"), (429, "太忙"), (500, "出错了（500）")]
)
def test_the_sentence_says_what_it_was(status, words, tmp_path):
    with serving(refusing(status)) as server:
        _, events = draft(server.url, tmp_path)
    assert words in "".join(e.text for e in events if isinstance(e, Said))


def test_a_refused_key_is_not_tried_again_and_again(tmp_path):
    with serving(refusing(401)) as server:
        drafted, _ = draft(server.url, tmp_path)
    asked = [str(body["messages"]) for _, body in server.requests]
    assert len(set(asked)) == len(asked), "the headings and each section at most once"
    assert len(asked) <= 1 + sum(1 for s in drafted.draft.sections if s.facts)


def test_retry_after_is_obeyed_and_the_draft_comes_from_the_model(tmp_path):
    first = itertools.count()

    def busy_once(answering, prompt):
        if next(first) < 2:
            answering.refuse(429, {"Retry-After": "1"})
        else:
            answering.say(good(prompt))

    with serving(busy_once) as server:
        drafted, events = draft(server.url, tmp_path, seconds=5)
    assert_sound(drafted)
    assert "按要点直接成文" not in said(events)
    times = [at for at, _ in server.requests]
    assert times[-1] - times[0] >= 0.9


def test_pauses_grow(monkeypatch):
    monkeypatch.setattr(asking, "_PAUSE", 0.5)
    asker = asking.Asker(large_model(obedient), asking.Usage(), threading.Event())
    assert [asker.pause_after(ConnectionError(), n) for n in (1, 2, 3)] == [1.0, 2.0, 4.0]
    asker.close()


def test_a_broken_connection_midway_is_asked_again_and_comes_out_whole(tmp_path):
    broken: set[str] = set()

    def once(answering, prompt):
        if prompt in broken:
            answering.say(good(prompt))
        else:
            broken.add(prompt)
            cut_off(answering, prompt)

    with serving(once) as server:
        drafted, events = draft(server.url, tmp_path)
    assert_sound(drafted)
    assert "按要点直接成文" not in said(events)


def test_continue_writes_what_is_missing_and_leaves_the_rest(tmp_path):
    def half(answering, prompt):
        if "五老" in prompt.split("要点：")[-1]:
            answering.say(good(prompt))
        else:
            answering.refuse(500)

    with serving(half) as server:
        drafted, _ = draft(server.url, tmp_path)
        kept = {n: s for n, s in enumerate(drafted.draft.sections) if not s.note}
        assert len(kept) < len(drafted.draft.sections)
        server.fault = saying(lambda t: t)
        again, _ = draft(server.url, tmp_path, done=kept)
    assert_sound(again)
    assert not any(s.note for s in again.draft.sections)
    assert all(again.draft.sections[n].text == s.text for n, s in kept.items())


def test_stop_is_heard_while_the_model_is_silent(tmp_path):
    stop, over = threading.Event(), threading.Event()

    def waiting(answering, prompt):
        answering.begin()
        stop.set()
        over.wait(300)

    with serving(waiting) as server:
        settings = Settings(home=tmp_path, base_url=server.url, model="m", request_seconds=200)
        model = open_model(settings)
        try:
            events = list(Writer(model, None, settings).draft(BRIEF, stop=stop))
        finally:
            over.set()
            model.close()
        asked = len(server.requests)
    assert 1 <= asked <= model.parallel  # no answer ended, and nothing was asked again
    assert_sound(events[-1])


class Dying:
    """An engine that is dead until it is started again."""

    def __init__(self, comes_back: bool = True) -> None:
        self.alive, self.starts, self.comes_back = False, 0, comes_back

    def restart_if_dead(self) -> bool:
        if not self.alive:
            self.starts += 1
            if not self.comes_back:
                raise ModelUnavailable("本地写作模型启动不了：内存可能不够（约需 2 GB），或模型文件已损坏。")
            self.alive = True
        return True

    def share(self, messages: object) -> bool:
        """A dead engine reads nothing beforehand."""
        return self.alive

    def close(self) -> None:
        """Nothing to stop."""


def with_engine(engine: Dying, *, small: bool) -> Model:
    def answer(messages):
        if not engine.alive:
            raise httpx.ConnectError("refused")
        return "让孩子们心里有底，遇事有人商量。" if small else obedient(messages)

    chat = ScriptedChat(answer=answer, seen=[], options=[])
    return Model(chat, "小", 4, grammar=True, small=small, engine=engine)


@pytest.mark.parametrize("small", [False, True])
def test_a_dead_engine_is_started_again_once_and_that_is_said(small, tmp_path):
    engine = Dying()
    events = list(Writer(with_engine(engine, small=small), None, Settings(home=tmp_path)).draft(BRIEF))
    assert engine.starts == 1
    assert_sound(events[-1])
    assert asking.RESTARTED in [e.text for e in events if isinstance(e, Said)]


@pytest.mark.parametrize("small", [False, True])
def test_an_engine_that_cannot_start_again_is_said_and_not_tried_for_ever(small, tmp_path):
    engine = Dying(comes_back=False)
    events = list(Writer(with_engine(engine, small=small), None, Settings(home=tmp_path)).draft(BRIEF))
    assert engine.starts == 1
    assert_sound(events[-1])
    assert any("启动不了" in e.text for e in events if isinstance(e, Said))


def test_nonsense_in_retry_after_is_no_wait():
    for value, seconds in (("3", 3.0), ("-5", 0.0), ("nan", 0.0), ("1e9", LONGEST_WAIT), ("soon", 0.0)):
        error = RuntimeError("busy")
        error.status_code, error.response = 429, SimpleNamespace(headers={"retry-after": value})
        assert fault_of(error).wait == seconds


def test_an_answer_that_is_too_large_is_broken_off():
    def flood(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, stream=Pieces(b"x" * 1_000_000, MAX_BYTES // 500_000))

    client = BoundedClient(5)
    client._transport = httpx.MockTransport(flood)
    with client, pytest.raises(httpx.ReadError):
        client.get("http://127.0.0.1/")


class Pieces(httpx.SyncByteStream):
    def __init__(self, piece: bytes, count: int) -> None:
        self.pieces = [piece] * count

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.pieces)


def test_no_fact_of_the_brief_is_lost_when_everything_fails_in_turn(tmp_path):
    faults = itertools.cycle([refusing(500), cut_off, saying(lambda _: ""), refusing(429, Retry_After="0"), bad_bytes])
    lock = threading.Lock()

    def mixed(answering, prompt):
        with lock:
            fault = next(faults)
        fault(answering, prompt)

    with serving(mixed) as server:
        drafted, _ = draft(server.url, tmp_path)
    assert isinstance(drafted, Drafted)
    assert len(drafted.report.coverage) == len(FACTS)
    assert_sound(drafted)
