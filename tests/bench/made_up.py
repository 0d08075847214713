"""A library of any size without an encoder: texts woven from the samples, vectors by chance."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from index.encoding.encoder import Encoder
from index.material import GENRES, Article, Cleaned, Paragraph, Passage
from index.shelf.shelf import Intake, Shelf
from index.shipped import sample_files

WIDTH = 384
WINDOWS = 4
A_MATERIAL = 50
SENTENCES = 5
WORDS = 40
VOCABULARY = 30_000
_HANZI = (
    "春夏秋冬山水田园学校老师同家长社区街道书屋灯光讲堂志愿关爱法治安全劳动科技心理阅读成陪伴江河湖海东西南北金木火土"
)
_ROLES = ("开场", "做法", "做法", "做法", "不足", "结尾")


class NoiseEncoder(Encoder):
    """Vectors by chance, the same for the same text: the cost of a search does not depend on meaning."""

    def documents(self, texts: Sequence[str]) -> np.ndarray:
        rows = np.stack([np.random.default_rng(sum(map(ord, text))).normal(size=WIDTH) for text in texts])
        return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)

    def query(self, text: str) -> np.ndarray:
        return self.documents([text])[0]


class RealQuestions(NoiseEncoder):
    """Passages by chance, questions by a real encoder: what a search costs, at a size that nobody could encode."""

    def __init__(self, real: Encoder) -> None:
        super().__init__("noise, real questions")
        self._real = real

    def query(self, text: str) -> np.ndarray:
        return self._real.query(text)


class Weaver:
    """Texts whose words are as unevenly frequent as in real ones."""

    def __init__(self, seed: int) -> None:
        self.chance = np.random.default_rng(seed)
        whole = "".join(Path(file).read_text("utf-8") for file in sample_files())
        self.sentences = [s for s in re.split(r"(?<=。)|\n", whole) if 15 < len(s) < 120 and s[0] not in "#-"]
        pairs = np.random.default_rng(0).choice(list(_HANZI), (VOCABULARY, 2))
        self.words = [first + second for first, second in pairs]
        self.weights = 1 / np.arange(1, VOCABULARY + 1)
        self.weights /= self.weights.sum()

    def rare(self, count: int) -> list[str]:
        """Made-up words, the first ones often."""
        return [self.words[n] for n in self.chance.choice(VOCABULARY, count, p=self.weights)]

    def text(self) -> str:
        """A passage of about 300 characters."""
        chosen = [self.sentences[n] for n in self.chance.integers(len(self.sentences), size=SENTENCES)]
        return "".join(chosen) + "，".join(self.rare(WORDS)) + "。"

    def query(self) -> str:
        """A few words of one sentence and of the made-up ones."""
        sentence = self.sentences[int(self.chance.integers(len(self.sentences)))]
        start = int(self.chance.integers(max(1, len(sentence) - 10)))
        return sentence[start : start + 10] + "".join(self.rare(2))

    def intakes(self, count: int) -> Iterator[tuple[Intake, list[np.ndarray]]]:
        """``count`` passages as materials, with their vectors."""
        for number in range(count // A_MATERIAL):
            genre, name = GENRES[number % len(GENRES)], f"{self.chance.integers(2**63):016x}"
            texts = [self.text() for _ in range(A_MATERIAL)]
            passages = tuple(
                Passage(text, (f"{n}、抓实{self.words[n]}",), genre, _ROLES[n % len(_ROLES)], (), False)
                for n, text in enumerate(texts)
            )
            article = Article(f"第{number}篇", genre, tuple(Paragraph(text) for text in texts))
            windows = self.chance.normal(size=(A_MATERIAL, WINDOWS, WIDTH)).astype(np.float32)
            windows /= np.linalg.norm(windows, axis=2, keepdims=True)
            yield Intake(f"{number}.txt", name, name * 4, name, "txt", Cleaned((article,)), (passages,)), list(windows)


def fill(file: Path, count: int, encoder: Encoder, seed: int = 1) -> None:
    """Put ``count`` passages onto the shelf in ``file``."""
    shelf = Shelf.open(file)
    shelf.set("samples", "no")
    shelf.set("encoder", encoder.identity)
    for intake, vectors in Weaver(seed).intakes(count):
        shelf.put(intake, vectors)
    shelf.close()
