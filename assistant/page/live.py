"""A draft while it is being written: sections that grow side by side."""

from dataclasses import dataclass, field, replace

from assistant.draft import Draft, Outline, Section
from assistant.events import Progress, SectionChanged, SectionGrew, SectionState

UNFINISHED = "未写完"
STATE_WORDS: dict[SectionState, str] = {
    "waiting": "等着写",
    "writing": "正在写",
    "checking": "正在核对",
    "done": "写好了",
    "fallback": "照要点排出",
    "stopped": "停下了",
}


@dataclass
class Live:
    """Sections as far as they are written. Lists run in the outline's order."""

    outline: Outline
    genre: str = ""
    texts: list[str] = field(default_factory=list)
    states: list[SectionState] = field(default_factory=list)
    sections: list[Section | None] = field(default_factory=list)
    progress: Progress | None = None

    def __post_init__(self) -> None:
        size = len(self.outline.sections)
        self.texts = self.texts or [""] * size
        self.states = self.states or ["waiting"] * size
        self.sections = self.sections or [None] * size

    def grow(self, event: SectionGrew) -> None:
        """Add a piece of text to its section."""
        if event.number < len(self.texts):
            self.texts[event.number] += event.text
            if self.states[event.number] == "waiting":
                self.states[event.number] = "writing"

    def change(self, event: SectionChanged) -> None:
        """Take over a section's new state, and its text where the event brings one."""
        if event.number >= len(self.states):
            return
        self.states[event.number] = event.state
        if event.section is not None:
            self.sections[event.number] = event.section
            self.texts[event.number] = event.section.text

    def keep(self, done: dict[int, Section]) -> None:
        """Show sections that were written before."""
        for number, section in done.items():
            self.change(SectionChanged(number, "done", section))

    def lines(self) -> list[tuple[str, str, int]]:
        """Every line on the paper: its kind, its text, and its section's number."""
        shown: list[tuple[str, str, int]] = [("title", self.outline.title, -1)]
        for number, plan in enumerate(self.outline.sections):
            section = self.sections[number]
            heading = section.heading if section else plan.heading
            if heading:
                shown.append(("h2", heading, number))
            body = [line.strip() for line in self.texts[number].split("\n") if line.strip()]
            shown += [_line(text, number) for text in body] or [("p", "", number)]
        return shown


def _line(text: str, number: int) -> tuple[str, str, int]:
    if text.startswith("#"):
        return ("h3", text.lstrip("# "), number)
    return ("p", text, number)


def partial(live: Live, before: Draft | None = None) -> Draft:
    """What is written so far, as a draft; sections that were not finished carry the note ``UNFINISHED``."""
    ready = {i for i, state in enumerate(live.states) if state in ("done", "fallback")}
    sections = []
    for i, plan in enumerate(live.outline.sections):
        section = live.sections[i] or Section(plan.heading, live.texts[i].strip(), plan.facts, role=plan.role)
        sections.append(section if i in ready else replace(section, note=UNFINISHED))
    if before:
        return replace(before, title=before.title or live.outline.title, sections=tuple(sections))
    return Draft(live.outline.title, tuple(sections), live.genre)
