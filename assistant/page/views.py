"""All that a window shows, part by part, under the names by which the layout knows the parts."""

import json
from collections.abc import Mapping

from assistant.page import checking, parts, planning
from assistant.page.acts import Acts
from assistant.page.facts import facts
from assistant.page.paper import payload
from assistant.page.service import Service
from assistant.page.text import size_of
from assistant.page.window import Window


def texts(window: Window, service: Service, acts: Acts, *, paper: bool = True) -> Mapping[str, str | None]:
    """The HTML parts of a window; None for one that stays as the window has it.

    Without ``paper`` the paper is left out, and nothing counts as seen.
    """
    desk = window.desk
    kept = service.archive.versions(desk.work_id, desk.owner) if desk.work_id and not desk.busy else []
    looked_at = window.compared.old if window.compared else 0
    return {
        "status": parts.status(desk.saved, busy=desk.busy, big=window.big, user=window.owner if service.users else ""),
        "steps": parts.steps(desk),
        "log": parts.chat(desk, [(name, label) for name, label, _ in acts.examples]),
        "next": parts.next_step(desk, service.note()),
        "above": planning.above(desk, acts.compared(window)),
        "progress": parts.progress(desk, window.job),
        "paper": (payload(desk, force=window.force, seen=window.seen) or None) if paper else None,
        "preview": preview(window, service),
        "tools": parts.tools(preview=window.preview, office=_office(), draft=desk.work.draft is not None),
        "gauge": parts.gauge(desk),
        "facts": facts(desk),
        "check": checking.check(desk),
        "sources": checking.sources(desk),
        "versions": planning.versions(kept, looked_at),
        "notice": parts.notice(window.notice, window.told),
        "dialog": window.dialog,
        "download": json.dumps(window.download, ensure_ascii=False),
    }


def form(window: Window) -> Mapping[str, str | None]:
    """The fields of the form beside the chat."""
    brief = window.desk.work.brief
    return {
        "genre": brief.genre or None,
        "unit": brief.unit,
        "occasion": brief.occasion,
        "speaker": brief.speaker,
        "date": brief.date,
        "length": str(brief.length or ""),
    }


def preview(window: Window, service: Service) -> str:
    """The pages as they will print, where the window looks at them."""
    desk, draft = window.desk, window.desk.work.draft
    if not window.preview or draft is None:
        window.preview, window.drawn = False, ("", "")
        return ""
    chosen = service.house.chosen(window.owner)
    pictured = window.pictures if window.pictured == (desk.version, chosen) else ()
    key = f"{desk.work_id} {desk.version} {chosen} {len(pictured)}"
    if window.drawn[0] != key:
        from assistant.word import page_count, preview_html

        profile = service.house.of(window.owner)
        pages = "" if pictured else preview_html(draft, profile)
        count = len(pictured) or page_count(draft, profile)
        shown = parts.preview(
            pages,
            pictured,
            chosen=chosen,
            profiles=service.house.names(),
            about=size_of(draft, count),
            office=_office(),
        )
        window.drawn = key, shown
    return window.drawn[1]


def _office() -> bool:
    from assistant.word import pdf_tool

    return pdf_tool() is not None
