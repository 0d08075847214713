"""One chat turn: what the message is, what it changes, what is to be done. Yields events, knows no widget."""

import datetime
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from assistant.brief import Brief
from assistant.chat import replies
from assistant.chat.changes import change, corrections_in
from assistant.chat.cues import cue
from assistant.chat.desk import Kind, desk_of, unfinished
from assistant.chat.desk_edits import replaced_in_draft, with_brief
from assistant.chat.extract import Found, extract
from assistant.chat.flow import (
    MAX_FACTS,
    History,
    Writes,
    after_draft,
    asked,
    done_sections,
    limited,
    write_in,
)
from assistant.chat.genre_words import in_known_words
from assistant.chat.notes import read_notes
from assistant.chat.outline_edits import edit_outline
from assistant.chat.rules import added, theme_of
from assistant.chat.turns import classify
from assistant.draft import Outline, Section
from assistant.errors import BadBrief
from assistant.events import (
    BriefChanged,
    Drafted,
    Event,
    ExportAsked,
    Outlined,
    Proposed,
    Said,
    UndoAsked,
)
from assistant.work import Work
from index.errors import XinhuoError
from index.material import GENRES
from index.settings import LibrarySettings

MAX_MESSAGE = 1_000_000
MANY_FACTS = 80
_SHORT = 30


class Conversation:
    """Carries out chat turns. Holds nothing between them: the work and the history come in with each.

    ``settings`` limit what a file of notes may cost; ``today`` tells the day that 下周五 is counted from.
    """

    def __init__(
        self,
        writer: Writes,
        settings: LibrarySettings | None = None,
        today: Callable[[], datetime.date] = datetime.date.today,
    ) -> None:
        self._writer = writer
        self._settings = settings
        self._today = today

    @cached_property
    def _own(self) -> tuple[str, ...]:
        """The office's own genres; where a file of theirs is no genre, the writer says so when it writes."""
        from assistant.writing.genres import genres

        try:
            found = genres(self._settings.home / "genres") if self._settings else ()
        except BadBrief:
            return ()
        return tuple(name for name in found if name not in GENRES)

    def turn(
        self,
        work: Work,
        history: History,
        message: str,
        files: Sequence[Path] = (),
        stop: threading.Event | None = None,
    ) -> Iterator[Event]:
        """Do what ``message`` asks for. ``history`` holds (role, text) of the earlier lines, without this message.

        After ``BriefChanged`` the work is ``desk_edits.with_brief(work, brief)``. Errors of the program's own tree come
        as one ``Said``; what was yielded before stays.
        """
        planned = work.outline is not None
        try:
            for event in self._turn(work, history, message[:MAX_MESSAGE], files, stop):
                planned = planned or isinstance(event, Outlined)
                yield event
        except XinhuoError as error:
            yield Said(str(error), (replies.CONTINUE,) if planned else ())
        if len(message) > MAX_MESSAGE:
            yield Said("这条消息太长，只读了前 100 万字；其余的请另发一次。")

    def _turn(
        self, work: Work, history: History, message: str, files: Sequence[Path], stop: threading.Event | None
    ) -> Iterator[Event]:
        if files:
            yield from self._material(work, history, message, files, stop)
            return
        if cue("brief.other").match(in_known_words(message.strip(), self._own)) and len(message) <= _SHORT:
            yield Said(replies.other_genre(self._own))
            return
        kind, message = self._kind(work, history, message)
        if kind == "material":
            yield from self._material(work, history, message, (), stop)
        elif kind in ("write", "again", "continue", "outline"):
            yield from self._writing(kind, work, history, message, stop)
        elif kind == "change":
            yield from self._change(work, history, message, stop)
        elif kind == "outline_edit":
            yield from self._outline_edit(work, history, message)
        elif kind == "revise":
            yield from self._revise(work, message)
        else:
            yield from self._other(kind, work, message)

    def _kind(self, work: Work, history: History, message: str) -> tuple[Kind, str]:
        """The kind of the turn and the words it is about: an answer to ``UNCLEAR`` is about the words before it."""
        last = history[-1][1] if history and history[-1][0] == "assistant" else ""
        answers: dict[str, Kind] = {replies.REVISE: "revise", replies.AS_FACT: "material"}
        if last in (replies.UNCLEAR, replies.UNCLEAR_EARLY) and message.strip() in answers and len(history) >= 2:
            return answers[message.strip()], history[-2][1]
        kind = replies.BUTTONS.get(message.strip()) or classify(in_known_words(message, self._own), desk_of(work))
        model = getattr(self._writer, "model", None)
        if kind == "unclear" and work.draft and model is not None:
            from assistant.chat.choosing import choose

            kind = choose(model, message) or kind
        return kind, message

    # material

    def _material(
        self, work: Work, history: History, message: str, files: Sequence[Path], stop: threading.Event | None
    ) -> Iterator[Event]:
        answering = bool(history) and history[-1][0] == "assistant" and replies.ASK_MARK in history[-1][1]
        answering = answering or (not work.brief.length and message.strip().isdigit())
        found = extract(message, self._today(), answering, bool(work.brief.unit), self._own)
        notes = read_notes(files, self._settings or LibrarySettings(), self._own) if files else None
        known, facts, corrected = corrections_in(found.facts, work.brief)
        found = replace(found, facts=facts)
        brief = found.merged(known)
        for one in notes.found if notes else ():
            brief = replace(one, go="").merged(brief)
        brief, left_out = limited(brief)
        if brief != work.brief:
            yield BriefChanged(brief)
            work_now = with_brief(work, brief)
        else:
            work_now = work
        if left_out:
            yield Said(f"要点太多，先收了前 {MAX_FACTS} 条，另有 {left_out} 条没有收。请合并后再发。")
        if notes and notes.errors:
            yield Said(replies.unread(notes.errors))
        if found.go and brief.facts:
            yield from self._writing(found.go, work_now, history, message, stop)
        elif brief != work.brief or found.facts:
            yield self._receipt(found, work, work_now, history, corrected)
        elif not (notes and notes.errors):
            yield Said(replies.EMPTY if not brief.facts else replies.status(work_now, self._own))

    def _receipt(
        self, found: Found, before: Work, after: Work, history: History, corrected: Sequence[str] = ()
    ) -> Said:
        said = "".join(corrected)
        if not (said and not (found.facts or found.fields or found.requirements)):
            said += replies.received(found, before.brief, after.brief)
        if after.draft:
            more = len(after.brief.facts) > len(before.brief.facts)
            choices = (replies.WRITE_IN, replies.AGAIN) if more else (replies.AGAIN,)
            return Said(said + ("要写进现在的文稿，还是再写一版？" if len(choices) == 2 else ""), choices)
        if not after.brief.facts:
            return Said(said + "接着把要点发来就行，一句一条。")
        question = "" if asked(history) else replies.question(after.brief, self._own)
        if len(after.brief.facts) > MANY_FACTS:
            said += f"要点有 {len(after.brief.facts)} 条，一篇稿子写不下这么细，写的时候会很紧；可以先删掉次要的。"
        if question:
            return Said(said + question, (replies.WRITE, replies.OUTLINE))
        return Said(said + f"可以点“{replies.WRITE_ALL}”，也可以先看提纲。", (replies.WRITE_ALL, replies.OUTLINE))

    # writing

    def _writing(
        self, kind: str, work: Work, history: History, message: str, stop: threading.Event | None
    ) -> Iterator[Event]:
        if not work.brief.facts:
            yield Said(replies.NO_FACTS)
            return
        brief = work.brief
        if not brief.genre:
            brief = replace(brief, genre="经验交流发言" if brief.occasion or brief.speaker else "工作总结")
            yield BriefChanged(brief)
            yield Said(f"没有说写哪一种，先按“{brief.genre}”来；要换就说“文种改成……”。")
        done = done_sections(work) if kind == "continue" else {}
        if kind == "continue" and work.draft and not unfinished(work):
            yield Said("这份文稿已经写完了。要改哪里直接说，或者点“再写一版”。", (replies.AGAIN,))
            return
        outline = None if kind == "outline" else work.outline
        if outline is None:
            planned = self._writer.outline(brief)
            yield Outlined(planned)
            if kind == "outline":
                yield Said(replies.outlined(planned), (replies.WRITE_ALL,))
                return
        # An outline that nobody has seen is not binding: a large model may still coin its headings.
        yield from self._drafting(brief, outline, stop, done)

    def _drafting(
        self, brief: Brief, outline: Outline | None, stop: threading.Event | None, done: Mapping[int, Section]
    ) -> Iterator[Event]:
        for event in self._writer.draft(brief, outline, stop=stop, done=done or None):
            yield event
            if isinstance(event, Drafted):
                yield from after_draft(event, stop)

    # changes

    def _change(self, work: Work, history: History, message: str, stop: threading.Event | None) -> Iterator[Event]:
        changed = change(message, work.brief, self._today(), self._own)
        if changed is None:
            if work.draft:
                yield from self._revise(work, message)
            else:
                yield from self._material(work, history, message, (), stop)
            return
        if changed.brief != work.brief:
            yield BriefChanged(changed.brief)
        if not work.draft:
            yield Said(changed.said)
            return
        after = replaced_in_draft(work.draft, changed.old, changed.new) if changed.old else work.draft
        if after != work.draft:
            before = with_brief(work, changed.brief).draft or work.draft
            yield Proposed(before, replaced_in_draft(before, changed.old, changed.new), changed.said)
        else:
            yield Said(changed.said + "文稿还没有跟着改。", (replies.AGAIN,))

    def _outline_edit(self, work: Work, history: History, message: str) -> Iterator[Event]:
        edited = edit_outline(message, work.outline, len(work.brief.facts)) if work.outline else None
        if edited:
            yield Outlined(edited.outline)
            yield Said(edited.said, (replies.WRITE_ALL,))
        else:
            yield Said("提纲要怎么改，我没有听明白。可以说“第三部分改成……”“第二部分放到最前”“要点2放到第一部分”。")

    def _revise(self, work: Work, message: str) -> Iterator[Event]:
        if not work.draft:
            yield Said(
                "还没有文稿。" + (replies.NO_FACTS if not work.brief.facts else f"点“{replies.WRITE_ALL}”就开始写。")
            )
            return
        fact = added(message)
        if fact and fact not in work.brief.facts:
            brief = work.brief.with_facts((*work.brief.facts, fact))
            yield BriefChanged(brief)
            work = with_brief(work, brief)
        yield from self._writer.revise(work, write_in(work) if message.strip() == replies.WRITE_IN else message)

    # the rest

    def _other(self, kind: Kind, work: Work, message: str) -> Iterator[Event]:
        if kind == "example":
            yield from self._example(work, message)
        elif kind == "question":
            yield from self._writer.answer(message)
        elif kind == "export":
            yield from self._export(work, message)
        elif kind in ("undo", "redo"):
            yield UndoAsked(forward=kind == "redo")
        elif kind == "status":
            yield Said(replies.status(work, self._own))
        elif kind == "unclear":
            early = not work.draft
            choices = (replies.AS_FACT, replies.WRITE_ALL) if early else (replies.REVISE, replies.AS_FACT)
            yield Said(replies.UNCLEAR_EARLY if early else replies.UNCLEAR, choices)
        else:
            yield Said(replies.HELP if work.brief.facts else replies.EMPTY)

    def _example(self, work: Work, message: str) -> Iterator[Event]:
        example = self._writer.example(theme_of(message), work.brief.unit)
        if example.originals or example.adapted:
            yield example
        else:
            yield Said("没有合适的样段。换个主题再问，或者先在“资料库”里上传几篇。")

    def _export(self, work: Work, message: str) -> Iterator[Event]:
        if work.draft:
            yield ExportAsked("核对版" if "核对" in message else "正式版")
        else:
            yield Said("还没有文稿可以导出。" + ("" if work.brief.facts else replies.NO_FACTS))
