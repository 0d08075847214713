"""The worked examples of an empty desk: read from their folder, put on a desk."""

import logging
from dataclasses import replace
from pathlib import Path

from assistant.brief import Brief, parse_brief
from assistant.page.desk import Desk
from index.errors import XinhuoError
from index.material import GENRES

logger = logging.getLogger(__name__)


def examples(folder: Path) -> list[tuple[str, str, Brief]]:
    """Worked examples, one a genre: file name, what the button says, brief. A file that cannot be read is left out."""
    found: dict[str, tuple[str, str, Brief]] = {}
    for file in sorted(folder.glob("*.json")) if folder.is_dir() else ():
        try:
            brief = parse_brief(file.read_text(encoding="utf-8"))
        except (XinhuoError, OSError, UnicodeDecodeError) as error:
            logger.warning("example %s: %s", file.name, error)
            continue
        label = f"{brief.genre}：{brief.unit or file.stem}，{len(brief.facts)} 条要点"
        found.setdefault(brief.genre, (file.stem, label, brief))
    return [found[genre] for genre in GENRES if genre in found][:3]


def start_from(desk: Desk, brief: Brief) -> None:
    """Put a worked example on the desk."""
    desk.say("user", f"看样例：{brief.genre}")
    desk.put(replace(desk.work, brief=brief))
    desk.say("assistant", f"要点 {len(brief.facts)} 条已列在右边。先看提纲，还是直接写？")
