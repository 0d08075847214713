"""An encoder that needs no model, and texts to keep in a library."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index.encoding.encoder import Encoder
from index.library import Library
from index.settings import LibrarySettings


class PairEncoder(Encoder):
    """Texts are near each other when they share pairs of characters: enough to test all but the quality of meaning."""

    def __init__(self, name: str = "pairs", width: int = 256) -> None:
        super().__init__(name)
        self.width = width
        self.calls = 0

    def documents(self, texts: Sequence[str]) -> np.ndarray:
        self.calls += len(texts)
        rows = np.zeros((len(texts), self.width), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for n in range(len(text) - 1):
                row[sum(map(ord, text[n : n + 2])) * 31 % self.width] += 1
            row[0] += 1e-3
            row /= np.linalg.norm(row)
        return rows

    def query(self, text: str) -> np.ndarray:
        return self.documents([text])[0]


def settings_for(home: Path, **more: object) -> LibrarySettings:
    return LibrarySettings(home=home, **more)


def opened(home: Path, **more: object) -> Library:
    """A library with the fast encoder and without the program's own samples."""
    options = {"samples": False, "encoder": PairEncoder(), **more}
    return Library.open(settings_for(home), **options)


def speech(subject: str, sections: int = 3) -> str:
    """A text with a heading for every section, long enough to be cut into passages; different for every subject."""
    body = "".join(
        f"{'一二三四五六七八九十'[n]}、围绕{subject}抓好第{n + 1}步\n\n"
        f"我们把{subject}放在心上，先请老教师到班里听孩子们说话，再同家长坐下来商量办法。{subject}这件事急不得，"
        f"要一家一家去看，一件一件去办。到了第{n + 1}个学期，{subject}的台账已经记满{n + 3}本，"
        f"参加的老同志从{n + 5}人增加到{n + 25}人，孩子们见了面都愿意打招呼。\n\n"
        for n in range(sections)
    )
    return (
        f"关于{subject}的交流发言\n\n尊敬的各位领导，同志们：\n\n按照会议安排，现将我们在{subject}方面的做法汇报如下。\n\n"
        f"{body}我们将以这次会议为契机，把{subject}做得更扎实，不当之处请批评指正。\n\n谢谢大家！\n"
    )
