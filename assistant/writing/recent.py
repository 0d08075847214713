"""What the last drafts of this home said in the bank's words, so that the next one says something else.

Only check sums of general sentences are kept, never a fact: whoever shares the home can read nothing out of them.
"""

import json
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from assistant.errors import ExportFailed
from assistant.sentences import bare, split_sentences

_FILE = "recent_sentences.json"
_DRAFTS = 10  # drafts that are remembered: about as many as an office writes in a season
_MOST = 4096  # check sums of one draft, so that a file from elsewhere cannot grow without end


@dataclass(frozen=True)
class Recent:
    """The sentences of the last drafts, the oldest draft first; ``written`` counts all drafts of the home."""

    drafts: tuple[frozenset[int], ...] = ()
    written: int = 0

    def weight(self, text: str) -> float:
        """How lately ``text`` was used, 0 (not remembered) to 1 (in the last draft), the mean of its sentences."""
        sums = _sums([text])
        if not sums or not self.drafts:
            return 0.0
        return sum(self._latest(s) for s in sums) / len(sums) / len(self.drafts)

    def _latest(self, one: int) -> int:
        return next((n for n in range(len(self.drafts), 0, -1) if one in self.drafts[n - 1]), 0)

    def freshest(self, texts: Iterable[str]) -> list[str]:
        """``texts``, those that were not used lately first, otherwise in their order."""
        return sorted(texts, key=self.weight)


FRESH = Recent()


def open_recent(home: Path) -> Recent:
    """What is remembered in ``home``; nothing where the file is missing or damaged."""
    with suppress(OSError, ValueError, TypeError, KeyError):
        data = json.loads((home / _FILE).read_text(encoding="utf-8"))
        drafts = tuple(frozenset(int(s) for s in draft[:_MOST]) for draft in data["drafts"][-_DRAFTS:])
        return Recent(drafts, int(data["written"]))
    return FRESH


def remember(home: Path, texts: Sequence[str]) -> None:
    """Add the sentences of a finished draft. A home that cannot be written to costs variety, nothing else."""
    from assistant.word.files import write_bytes  # brings python-docx with it

    known = open_recent(home)
    drafts = [*known.drafts, frozenset(_sums(texts))][-_DRAFTS:]
    data = {"written": known.written + 1, "drafts": [sorted(draft) for draft in drafts]}
    with suppress(ExportFailed):
        write_bytes(home / _FILE, json.dumps(data).encode("ascii"))


def _sums(texts: Iterable[str]) -> list[int]:
    """A check sum a sentence; students and children are told of in the same words."""
    sentences = (bare(s) for text in texts for s in split_sentences(text))
    plain = (s.replace("同学们", "孩子们").replace("学生", "孩子") for s in sentences if s)
    return [crc32(s.encode(errors="replace")) for s in plain]
