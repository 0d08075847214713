"""Pages that are pictures, read by RapidOCR with the models inside its wheel: nothing is ever fetched."""

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.errors import UnreadableFile

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LONGEST = 2000
"""Pixels of a page's longer side: A4 at 170 dots an inch, enough for the small print of official papers."""
_MOST_PIXELS = 80_000_000
_LEAST_SCORE = 0.5
_MODELS = {
    "Det.model_path": "PP-OCRv6_det_small.onnx",
    "Rec.model_path": "PP-OCRv6_rec_small.onnx",
    "Cls.model_path": "ch_ppocr_mobile_v2.0_cls_mobile.onnx",
}

Seen = tuple[str, float, float, float, float]
"""A line as recognised: text, left, top, right, bottom in pixels from the upper left corner."""


class Scanned(Exception):
    """Pages of a file are pictures. ``pages`` of them; ``whole`` if there is no other text in the file."""

    def __init__(self, pages: int, whole: bool) -> None:
        super().__init__(pages, whole)
        self.pages = pages
        self.whole = whole


def available() -> bool:
    """Whether pictures can be read here, the models lying beside the program that runs them."""
    return find_spec("onnxruntime") is not None and all(file.is_file() for file in _models().values())


def _models() -> dict[str, Path]:
    found = find_spec("rapidocr")
    folder = Path(found.origin).parent / "models" if found and found.origin else Path()
    return {name: folder / file for name, file in _MODELS.items()}


class Reader:
    """Reads pictures of pages; the models are loaded once."""

    def __init__(self) -> None:
        from rapidocr import RapidOCR

        models = {name: str(file) for name, file in _models().items()}
        self._engine: Any = RapidOCR(params={**models, "Global.use_cls": False, "Global.log_level": "error"})

    def lines(self, picture: "NDArray[np.uint8]") -> list[Seen]:
        """The lines of one page (rows, columns, three colours), in no certain order."""
        result = self._engine(picture)
        if result is None or result.txts is None:
            return []
        found = []
        for box, text, score in zip(result.boxes, result.txts, result.scores, strict=True):
            if score >= _LEAST_SCORE and text.strip():
                (left, top), (right, bottom) = box.min(axis=0), box.max(axis=0)
                found.append((text.strip(), float(left), float(top), float(right), float(bottom)))
        return found


def pictures(path: Path, pages: int) -> "Iterator[NDArray[np.uint8]]":
    """The frames of a picture file, made smaller where they are larger than needed. Raises UnreadableFile."""
    import numpy as np
    from PIL import Image, ImageOps, ImageSequence

    try:
        with Image.open(path) as image:
            if image.width * image.height > _MOST_PIXELS:
                raise UnreadableFile("这张图片太大，没有读取，请缩小后再添加。")
            frames = getattr(image, "n_frames", 1)
            if frames > pages:
                raise UnreadableFile(f"这个图片文件有 {frames} 页，超过了 {pages} 页的上限，请拆开再添加。")
            for frame in ImageSequence.Iterator(image):
                upright = ImageOps.exif_transpose(frame).convert("RGB")
                upright.thumbnail((LONGEST, LONGEST))
                yield np.asarray(upright)[:, :, ::-1]
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise UnreadableFile("图片已损坏或不完整，读不出来。") from error
