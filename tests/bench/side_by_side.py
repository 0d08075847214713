"""Our draft beside a stock one: ``python -m tests.bench.side_by_side BRIEF… [--save DIR] [--ours]``.

The stock draft is what a plain retrieval program makes of the same brief, the same library and the same model: samples
cut into windows, the nearest by cosine put into one prompt with all facts, the answer taken as it comes.
"""

import argparse
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from assistant.brief import Brief, parse_brief
from assistant.copied import longest_copied
from assistant.draft_reading import parse_markdown
from assistant.errors import BadDraft
from assistant.events import Drafted
from assistant.headings import parallel
from assistant.ledger import judge
from assistant.model import Model, open_model
from assistant.sentences import count, repeated, split_sentences
from assistant.settings import Settings
from assistant.writing.writer import Writer
from index.encoding.encoder import Encoder
from index.library import Library

_WINDOW, _STEP, _NEAREST = 300, 250, 4  # characters, characters, passages: what such programs take by default
_ASK = """请根据以下要点和参考资料，写一篇{genre}，约{length}字，分几个部分，每部分有小标题。
单位：{unit}
场合：{occasion}

要点：
{facts}

参考资料：
{passages}
"""


def windows(texts: Sequence[str]) -> list[str]:
    """``texts`` in overlapping pieces."""
    return [t[i : i + _WINDOW] for t in texts for i in range(0, max(1, len(t) - _WINDOW + _STEP), _STEP)]


def nearest(brief: Brief, pieces: Sequence[str], encoder: Encoder) -> list[str]:
    """The pieces nearest to all facts together."""
    query = encoder.query(f"{brief.genre} {'；'.join(brief.facts)}")
    scores = encoder.documents(pieces) @ query
    return [pieces[i] for i in np.argsort(-scores)[:_NEAREST]]


def stock(brief: Brief, passages: Sequence[str], model: Model) -> str:
    """The answer to one prompt with everything in it."""
    ask = _ASK.format(
        genre=brief.genre,
        length=brief.length or 1500,
        unit=brief.unit,
        occasion=brief.occasion,
        facts="\n".join(f"- {f}" for f in brief.facts),
        passages="\n\n".join(passages),
    )
    bound = model.chat.bind(temperature=0.3, max_tokens=2 * (brief.length or 1500))
    return "".join(c.text if isinstance(c.text, str) else c.text() for c in bound.stream(ask))


def figures(text: str, brief: Brief, samples: Sequence[str]) -> str:
    """What the ledger and the review say of a text, on one line."""
    judgement = judge(text, brief.facts, list(samples), brief.context)
    verdicts = [c.verdict for c in judgement.claims]
    told = sum(c.status in ("covered", "qualitative") for c in judgement.coverage)
    sentences = [s for s in split_sentences(text) if s.strip()]
    try:
        headings = [s.heading for s in parse_markdown(text).sections if s.heading]
    except BadDraft:
        headings = []
    copied = longest_copied(text, [(s, "") for s in samples], brief.facts)[0]
    wrong = "，".join(f"{v} {verdicts.count(v)}" for v in ("altered", "leaked", "unsupported"))
    return (
        f"要点 {told}/{len(brief.facts)}，{wrong}，{count(text)} 字（要 {brief.length}），"
        f"标题 {len(headings)} 个{'对仗' if parallel(headings) else '不对仗'}，"
        f"重复 {len(repeated(sentences))}，照抄 {len(copied)} 字"
    )


def main() -> None:
    """Print the figures of both drafts of each brief; with ``--save`` keep the texts."""
    parser = argparse.ArgumentParser()
    parser.add_argument("briefs", type=Path, nargs="+")
    parser.add_argument("--save", type=Path)
    parser.add_argument("--ours", action="store_true", help="only our draft")
    options = parser.parse_args()
    settings = Settings()
    with closing(open_model(settings)) as model, Library.open(settings) as library:
        texts = [p.passage.text for p in library.dump()]
        encoder = library.usable_encoder()
        for path in options.briefs:
            brief = parse_brief(path.read_text("utf-8"))
            drafts: dict[str, str] = {}
            started = time.monotonic()
            *_, last = Writer(model, library, settings).draft(brief)
            assert isinstance(last, Drafted)
            drafts["本程序"] = last.draft.to_markdown()
            print(f"{path.stem} 本程序 {time.monotonic() - started:.0f} 秒：{figures(drafts['本程序'], brief, texts)}")
            if encoder and not options.ours:
                started = time.monotonic()
                drafts["通行做法"] = stock(brief, nearest(brief, windows(texts), encoder), model)
                seconds = time.monotonic() - started
                print(f"{path.stem} 通行做法 {seconds:.0f} 秒：{figures(drafts['通行做法'], brief, texts)}")
            for name, text in drafts.items():
                if options.save:
                    options.save.mkdir(parents=True, exist_ok=True)
                    (options.save / f"{path.stem}-{name}.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
