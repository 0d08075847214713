"""What can be done about a finding or a part of the draft: put right, confirmed, cut, written in, written anew."""

from collections.abc import Callable, Mapping

from assistant.ledger import Claim
from assistant.page import edits
from assistant.page.facts import part_names
from assistant.page.service import Service
from assistant.page.window import Window
from index.errors import XinhuoError

Said = Mapping[str, str]
_SECTION_ASKS = {
    "rewrite": "重写{}",
    "expand": "扩写{}",
    "shrink": "压缩{}",
    "reword": "把{}换个说法",
}


class Remedies:
    """The buttons beside the findings and under the paper, by name."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self.named: Mapping[str, Callable[[Window, Said], None]] = {
            "asfact": self._as_fact,
            "confirm": self._confirm,
            "cut": self._cut,
            "writein": self._write_in,
            "revise": self._revise,
            "noexample": self._no_example,
        }

    @staticmethod
    def _claim(window: Window, said: Said) -> tuple[Claim, str]:
        draft, report = window.desk.work.draft, window.desk.report
        start = int(said.get("start", "-1"))
        found = (
            next((c for c in report.claims if c.start == start and c.text == said.get("text")), None)
            if report
            else None
        )
        if draft is None or found is None:
            raise XinhuoError("这处文字刚改过，请看重新核对后的结果。")
        return found, draft.to_markdown()

    @staticmethod
    def _retype(window: Window, markdown: str) -> None:
        window.desk.typed(markdown, window.desk.version)

    def _as_fact(self, window: Window, said: Said) -> None:
        claim, markdown = self._claim(window, said)
        changed = edits.as_fact_says(markdown, claim, window.desk.work.brief.facts)
        if changed is None:
            fact = (claim.fact or 0) + 1
            window.begun(self._service.revise(window.desk, f"“{claim.text}”与要点{fact}不符，照要点{fact}改", ""))
        else:
            self._retype(window, changed)

    def _confirm(self, window: Window, said: Said) -> None:
        claim, markdown = self._claim(window, said)
        first, last = edits.sentence_around(markdown, claim.start, claim.end)
        window.desk.change(edits.add_facts(window.desk.work, [markdown[first:last].lstrip("# ").rstrip("。；")]))

    def _cut(self, window: Window, said: Said) -> None:
        claim, markdown = self._claim(window, said)
        self._retype(window, edits.without_sentence(markdown, claim.start, claim.end))

    def _write_in(self, window: Window, said: Said) -> None:
        facts = window.desk.work.brief.facts
        number = edits.there(facts, int(said["fact"]))
        fact = facts[number]
        window.begun(self._service.revise(window.desk, f"把要点{number + 1}写进去：{fact}", ""))

    def _revise(self, window: Window, said: Said) -> None:
        draft, words = window.desk.work.draft, said.get("words", "")
        if draft is None or not said.get("number", "").isdigit():
            raise XinhuoError("先把光标放到要改的那一部分里。")
        number = int(said["number"])
        if number >= len(draft.sections):
            raise XinhuoError("先把光标放到要改的那一部分里。")
        section = draft.sections[number]
        if said["how"] == "example":
            plan = window.desk.work.outline
            theme = next((s.theme for s in plan.sections if s.heading == section.heading), "") if plan else ""
            window.begun(self._service.example(window.desk, theme or section.heading or section.text[:30]))
            return
        target = "所选文字" if words else part_names(draft)[number]
        ask = _SECTION_ASKS[said["how"]].format(target)
        window.begun(self._service.revise(window.desk, ask, words))

    @staticmethod
    def _no_example(window: Window, _: Said) -> None:
        window.desk.example = None
