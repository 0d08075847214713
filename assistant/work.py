"""A work (稿件): brief, outline and draft together, as the archive keeps it and every stage hands it on."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from assistant.brief import Brief
from assistant.draft import Draft, Outline, draft_from_dict, outline_from_dict


@dataclass(frozen=True)
class Work:
    """What the secretary has on the desk. ``outline`` and ``draft`` are None until they exist."""

    brief: Brief = field(default_factory=Brief)
    outline: Outline | None = None
    draft: Draft | None = None

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready values, in the form that ``work_from_dict`` reads."""
        return {
            "brief": self.brief.to_dict(),
            "outline": asdict(self.outline) if self.outline else None,
            "draft": self.draft.to_dict() if self.draft else None,
        }


def work_from_dict(data: Mapping[str, Any]) -> Work:
    """The work that ``Work.to_dict`` wrote."""
    brief = data["brief"]
    lists = {key: tuple(brief.get(key, ())) for key in ("facts", "requirements")}
    outline = outline_from_dict(data["outline"]) if data.get("outline") else None
    draft = draft_from_dict(data["draft"]) if data.get("draft") else None
    return Work(Brief(**{**brief, **lists}), outline, draft)
