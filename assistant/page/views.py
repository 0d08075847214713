"""All that a window shows, part by part, under the names by which the layout knows the parts."""

import json
from collections.abc import Mapping
from contextlib import suppress

from assistant.page import checking, parts, planning
from assistant.page.acts import Acts
from assistant.page.facts import facts
from assistant.page.paper import payload
from assistant.page.service import Service
from assistant.page.text import size_of
from assistant.page.window import Paged, Window
from index.errors import XinhuoError


def texts(window: Window, service: Service, acts: Acts, *, paper: bool = True) -> Mapping[str, str | None]:
    """The HTML parts of a window; None for one that stays as the window has it.

    Without ``paper`` the paper is left out, and nothing counts as seen.
    """
    desk = window.desk
    looked_at = window.compared.old if window.compared else 0

    def chat() -> str:
        return parts.chat(desk, [(name, label) for name, label, _ in acts.examples])

    return {
        "status": parts.status(desk.saved, busy=desk.busy, big=window.big, user=window.owner if service.users else ""),
        "steps": parts.steps(desk),
        "log": window.once("log", (desk, desk.lines[-1] if desk.lines else None, desk.busy, bool(desk.live)), chat),
        "next": parts.next_step(desk, service.note()),
        "above": planning.above(desk, acts.comparing.compared(window)),
        "progress": parts.progress(desk, window.job),
        "paper": (payload(desk, force=window.force, seen=window.seen) or None) if paper else None,
        "preview": preview(window, service),
        "tools": parts.tools(preview=window.preview, office=_office(), draft=desk.work.draft is not None),
        "gauge": parts.gauge(desk, page_number(window, service)),
        "facts": window.once("facts", (desk.work, desk.report), lambda: facts(desk)),
        "check": window.once("check", (desk.work, desk.report, desk.busy), lambda: checking.check(desk)),
        "sources": checking.sources(desk),
        "versions": planning.versions(() if desk.busy else desk.versions(), looked_at),
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


def page_number(window: Window, service: Service) -> int:
    """Pages that the draft takes as the preview shows it, 0 where there is none or its profile cannot be read."""
    desk, draft = window.desk, window.desk.work.draft
    if draft is None or desk.live:
        return 0
    version = (desk.work_id, desk.version)
    if window.paged.version != version:
        from assistant.word import page_count

        profile, number = service.house.chosen(window.owner), 0
        with suppress(XinhuoError):
            number = page_count(draft, service.house.of(window.owner))
        window.paged = Paged(version, profile, number)
    printed = window.pictures if window.pictured == (desk.version, window.paged.profile) else ()
    return len(printed) or window.paged.number


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
        from assistant.word import preview_html

        pages = "" if pictured else preview_html(draft, service.house.of(window.owner))
        shown = parts.preview(
            pages,
            pictured,
            chosen=chosen,
            profiles=service.house.names(),
            about=size_of(draft, page_number(window, service)),
            office=_office(),
        )
        window.drawn = key, shown
    return window.drawn[1]


def _office() -> bool:
    from assistant.word import pdf_tool

    return pdf_tool() is not None
