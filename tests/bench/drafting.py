"""What a draft costs beyond what its model needs: ``python -m tests.bench.drafting [--brief FILE] [--endpoint]``.

The requests of one draft are recorded and sent again to a fresh engine, in the same minutes: in parallel slots that
share their beginning, in slots that do not, and one after another; and as is usual, every section written out by the
model, one after another, as long as ours. Only the ratios count.
With ``--endpoint``: a scripted endpoint of realistic latency, against its slowest section.
"""

import argparse
import json
import re
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx

from assistant.brief import Brief, parse_brief
from assistant.draft import Draft
from assistant.events import Drafted
from assistant.model import Model, open_model
from assistant.model.local import Engine
from assistant.settings import Settings
from assistant.writing.writer import Writer
from index.model_files import find_gguf
from tests.faulty import Answering, good, serving

BRIEF = Path(__file__).parents[2] / "examples"
_FIRST_S, _PIECE_S = 0.6, 0.04  # of a hosted model: until its first piece, and between two pieces
_CHARACTERS_A_TOKEN = 1.6  # of Chinese prose with the bundled model's tokenizer
_WHO = ("老同志", "辅导员", "学校", "家长", "志愿者", "邻里", "班主任", "村干部")
_DOES = ("放在心上", "常来常往", "搭一把手", "多问一句", "一起想办法", "把话说到孩子心里")
_HEADINGS = [
    "建强五老队伍，夯实工作基础", "讲好红色故事，传承红色基因", "关爱留守儿童，守护快乐成长",
    "拓展活动阵地，丰富课余生活", "凝聚各方力量，形成工作合力", "推进普法教育，筑牢法治防线",
]  # fmt: skip
_PAD = [f"{who}对这件事都很上心，{does}。" for does in _DOES for who in _WHO]


def record(model: Model) -> list[dict[str, Any]]:
    """The bodies of all requests that ``model`` will be sent, as they are sent."""
    bodies: list[dict[str, Any]] = []
    model.clients[0].event_hooks["request"].append(lambda request: bodies.append(json.loads(request.content)))
    return bodies


def draft(model: Model, brief: Brief, settings: Settings) -> tuple[float, Drafted]:
    """Seconds of one draft without a library, and its last event."""
    started = time.monotonic()
    *_, last = Writer(model, None, settings).draft(brief)
    assert isinstance(last, Drafted)
    return time.monotonic() - started, last


def replay(engine: Engine, bodies: Sequence[dict[str, Any]], parallel: int, *, share: bool) -> tuple[float, int, int]:
    """Seconds that ``engine`` alone takes for ``bodies``; prompt tokens in all, and those taken from its cache."""
    headers = {"Authorization": f"Bearer {engine.key}"}
    with httpx.Client(headers=headers, timeout=600, trust_env=False) as client:

        def ask(body: dict[str, Any]) -> dict[str, Any]:
            plain = {**body, "stream": False}
            plain.pop("stream_options", None)
            answer = client.post(f"{engine.base_url}/chat/completions", json=plain)
            usage: dict[str, Any] = answer.raise_for_status().json()["usage"]
            return usage

        started = time.monotonic()
        if share:
            engine.share(bodies[0]["messages"][:-1])
        with ThreadPoolExecutor(parallel) as together:
            usages = list(together.map(ask, bodies))
        seconds = time.monotonic() - started
    cached = sum(u.get("prompt_tokens_details", {}).get("cached_tokens", 0) for u in usages)
    return seconds, sum(u["prompt_tokens"] for u in usages), cached


def usual(brief: Brief, draft: Draft, body: dict[str, Any]) -> list[dict[str, Any]]:
    """Requests for the sections of ``draft`` as is usual: each with all facts, to be written out by the model."""
    facts = "\n".join(brief.facts)
    return [
        {
            "model": body["model"],
            "messages": [
                {"role": "system", "content": "你是关工委的文稿秘书。只用下面的要点，不编造数字和名称。"},
                {"role": "user", "content": f"要点：\n{facts}\n写“{part.heading}”一节，约{part.length}字。"},
            ],
            "max_tokens": round(part.length / _CHARACTERS_A_TOKEN),
            "temperature": 0,
        }
        for part in draft.sections
    ]


def on_engine(brief: Brief, settings: Settings) -> None:
    """Print the ratios on the bundled engine."""
    with closing(open_model(settings)) as model:
        bodies = record(model)
        seconds, last = draft(model, brief, settings)
    timing, tokens = last.report.timing, last.report.tokens
    print(f"一篇 {seconds:.1f} 秒，首段文字 {timing['first_text_s']:.1f} 秒；请求 {len(bodies)} 次，词元 {tokens}")
    path = find_gguf(settings.models, settings.gguf)
    assert path
    ways = {
        "并行、共用开头": (settings.concurrency, True),
        "并行、各读各的": (settings.concurrency, False),
        "一个接一个": (1, False),
    }
    base = 0.0
    for name, (parallel, share) in ways.items():
        with closing(Engine(path, slots=parallel)) as engine:
            raw, prompt, cached = replay(engine, bodies, parallel, share=share)
        base = base or raw
        print(f"  只用引擎，{name}：{raw:.1f} 秒（{raw / base:.2f} 倍），{prompt} 词元，缓存 {cached / prompt:.0%}")
    print(f"一篇 ÷ 引擎最好：{seconds / base:.2f}")
    with closing(Engine(path, slots=1)) as engine:
        plain, prompt, _ = replay(engine, usual(brief, last.draft, bodies[0]), 1, share=False)
    print(f"通常的写法，一节一节由模型写足：{plain:.1f} 秒，{prompt} 词元；÷ 一篇：{plain / seconds:.1f}")


def hosted(spans: list[float]) -> Callable[[Answering, str], None]:
    """A hosted model that writes sound sections at its own pace; ``spans`` takes the seconds of each answer."""

    def answer(request: Answering, prompt: str) -> None:
        started = time.monotonic()
        if asked := re.search(r"共 (\d+) 个小标题", prompt):
            text = json.dumps({"headings": _HEADINGS[: int(asked[1])]}, ensure_ascii=False)
        else:
            text = good(prompt)
            length = int(re.findall(r"篇幅约 (\d+) 字", prompt)[-1])
            text += "".join(_PAD[: max(0, length - len(text)) // len(_PAD[0])])
        request.begin()
        time.sleep(_FIRST_S)
        for start in range(0, len(text), 3):
            request.piece({"role": "assistant", "content": text[start : start + 3]})
            time.sleep(_PIECE_S)
        request.piece({}, "stop")
        request.raw(b"data: [DONE]\n\n")
        spans.append(time.monotonic() - started)

    return answer


def on_endpoint(brief: Brief, settings: Settings) -> None:
    """Print the ratio on a scripted endpoint, eight requests at once."""
    spans: list[float] = []
    with serving(hosted(spans)) as server:
        remote = settings.model_copy(update={"base_url": server.url, "model": "hosted", "concurrency": 8})
        with closing(open_model(remote)) as model:
            draft(model, brief, remote)  # the first one imports
            spans.clear()
            seconds, last = draft(model, brief, remote)
    slowest, outline = max(spans), last.report.timing["outline_s"]
    print(f"接口：一篇 {seconds:.2f} 秒，{len(spans)} 次请求，最慢一次 {slowest:.2f} 秒，提纲 {outline:.2f} 秒")
    print(f"一篇 ÷（最慢一次＋提纲）：{seconds / (slowest + outline):.2f}，一个接一个要 {sum(spans):.1f} 秒")


def main() -> None:
    """Run one brief and print the ratios."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--brief", type=Path, default=sorted(BRIEF.glob("*.json"))[0])
    parser.add_argument("--endpoint", action="store_true")
    options = parser.parse_args()
    brief = parse_brief(options.brief.read_text("utf-8"))
    (on_endpoint if options.endpoint else on_engine)(brief, Settings())


if __name__ == "__main__":
    main()
