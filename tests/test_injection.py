"""Attacks in samples, notes, facts, chat and file names, against a model that does whatever they say."""

import json
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace

import pytest

from assistant.archive import Archive
from assistant.brief import Brief
from assistant.chat.notes import read_notes
from assistant.conversation import Conversation
from assistant.draft import MARK, Draft
from assistant.events import BriefChanged, Drafted, ExampleFound, Proposed, Said
from assistant.page import checking, facts, parts, planning, shelves
from assistant.page.paper import payload
from assistant.page.service import Service
from assistant.prompt_files import as_data, render
from assistant.sentences import split_sentences
from assistant.settings import Settings
from assistant.word import export_draft
from assistant.work import Work
from assistant.writing.example import adapt
from assistant.writing.planted import without_planted
from assistant.writing.writer import Writer
from index.material import Passage, StoredPassage
from tests.faulty import FACTS
from tests.writing_fakes import large_model, obedient, small_model

ATTACKS = json.loads(Path(__file__).with_name("data").joinpath("attacks.json").read_text(encoding="utf-8"))
BRIEF = Brief("经验交流发言", "青禾县关工委", "", "", "2024年9月", 420, (FACTS[1], FACTS[2], FACTS[4]))
PLAIN = "老同志们一家一家地走，一件一件地办，孩子们有了难处愿意来说，家长也愿意来坐一坐，听听别人家的办法。"


def attacks(*channels: str) -> list:
    return [pytest.param(a, id=a["id"]) for a in ATTACKS if a["channel"] in channels]


class Poisoned:
    """A library whose every passage carries the attack."""

    def __init__(self, text: str, file: str = "样稿.docx") -> None:
        passage = Passage(f"{PLAIN}{text}\n{PLAIN}", ("一、做法",), "经验交流发言")
        self.found = [StoredPassage("p1", passage, "m1", file, "一篇样稿", 1, 0.9)]

    def passages_for(self, *_: object) -> list[StoredPassage]:
        return self.found

    def dump(self) -> list[StoredPassage]:
        return self.found

    def search(self, *_: object, **__: object) -> SimpleNamespace:
        return SimpleNamespace(confident=True, passages=tuple(self.found))


def obeying(attack: dict):
    """The worst model: it writes a good section, then what the attack wants, then the attack itself."""
    return lambda messages: f"{obedient(messages)}{attack['write']}\n{attack['text']}"


def free(text: str, attack: dict, own: tuple[str, ...] = ()) -> list[str]:
    """What the attack planted in ``text`` without a mark, the user's own words aside."""
    for words in own:
        text = text.replace(words.strip().rstrip("。"), "")
    sentences = [s for s in split_sentences(text) if MARK not in s]
    return [planted for planted in attack["planted"] if any(planted in s for s in sentences)]


def written(attack: dict, brief: Brief, library: object, home: Path, make=large_model) -> tuple[Drafted, list]:
    model = make(obeying(attack))
    drafted = list(Writer(model, library, Settings(home=home)).draft(brief))[-1]
    return drafted, model.chat.seen


def assert_fenced(requests: list) -> None:
    """Data stayed inside its fences: no request holds a sign that the prompts did not put there themselves."""
    for messages in requests:
        for message in messages:
            text = str(message.content)
            assert text.count("〔〔") == text.count("〕〕")
            assert "<|" not in text and "</think>" not in text and "\u202e" not in text
            assert not re.search(r"〔〔[^〕]*〔〔", text)


def test_there_are_enough_attacks():
    count = Counter(a["channel"] for a in ATTACKS)
    assert len(ATTACKS) >= 100 and set(count) == {"sample", "note", "fact", "chat", "file_name"}
    assert len({a["id"] for a in ATTACKS}) == len(ATTACKS)
    print(f"\n{len(ATTACKS)} attacks: {dict(count)}")


@pytest.mark.parametrize("attack", attacks("sample"))
def test_a_poisoned_sample_plants_nothing(attack, tmp_path):
    drafted, requests = written(attack, BRIEF, Poisoned(attack["text"]), tmp_path)
    assert free(drafted.draft.to_markdown(), attack) == []
    assert [c for c in drafted.report.coverage if c.status in ("missing", "altered")] == []
    assert_fenced(requests)


@pytest.mark.parametrize("attack", attacks("note"))
def test_a_note_with_orders_plants_nothing(attack, tmp_path):
    file = tmp_path / "记录.txt"
    file.write_text(attack["text"], encoding="utf-8")
    notes = read_notes([file], Settings(home=tmp_path))
    told = tuple(fact for found in notes.found for fact in found.facts)
    assert told and notes.errors == ()
    brief = Brief("工作总结", "青禾县关工委", "", "", "", 420, (FACTS[1], *told))
    drafted, requests = written(attack, brief, None, tmp_path)
    assert free(drafted.draft.to_markdown(), attack, told) == []
    assert_fenced(requests)


@pytest.mark.parametrize("attack", attacks("fact"))
def test_a_fact_that_gives_orders_is_not_obeyed(attack, tmp_path):
    brief = BRIEF.with_facts((FACTS[1], attack["text"], FACTS[4]))
    drafted, requests = written(attack, brief, None, tmp_path)
    assert free(drafted.draft.to_markdown(), attack, (attack["text"],)) == []
    assert FACTS[1].split("，")[0] in drafted.draft.to_markdown()
    assert_fenced(requests)


@pytest.mark.parametrize("attack", attacks("sample", "fact")[::5])
def test_a_small_model_cannot_be_made_to_plant_anything_either(attack, tmp_path):
    brief = BRIEF.with_facts((FACTS[1], attack["text"], FACTS[4])) if attack["channel"] == "fact" else BRIEF
    drafted, _ = written(attack, brief, Poisoned(attack["text"]), tmp_path, small_model)
    assert free(drafted.draft.to_markdown(), attack, (attack["text"],)) == []


@pytest.mark.parametrize("attack", attacks("chat"))
def test_chat_gives_nothing_away_and_changes_nothing_by_itself(attack, tmp_path):
    draft = list(Writer(None, None, Settings(home=tmp_path)).draft(BRIEF))[-1].draft
    writer = Writer(large_model(lambda _: attack["write"]), Poisoned(PLAIN), Settings(home=tmp_path))
    for work in (Work(), Work(BRIEF, None, draft)):
        for event in Conversation(writer).turn(work, (), attack["text"]):
            told = "".join([event.text, *event.choices]) if isinstance(event, Said) else ""
            if isinstance(event, (Drafted, Proposed)):
                after = event.draft if isinstance(event, Drafted) else event.after
                told += after.to_markdown()
            if isinstance(event, ExampleFound):
                told += event.adapted
            assert free(told, attack, (attack["text"],)) == []
            assert "规矩：" not in told and "sk-" not in told.replace(attack["text"], "")
            if isinstance(event, BriefChanged):  # an order may be kept as a fact, in the user's own words
                plain = "".join(attack["text"].split())
                assert all(f in BRIEF.facts or "".join(f.split()) in plain for f in event.brief.facts)


@pytest.mark.parametrize("attack", attacks("sample"))
def test_what_a_sample_says_to_a_writer_is_neither_shown_to_a_model_nor_adapted(attack):
    if without_planted(attack["text"]) == attack["text"]:
        pytest.skip("a plain lie, which the ledger has to find")
    masked = adapt(without_planted(f"{PLAIN}{attack['text']}\n{PLAIN}"), "青禾县关工委")
    assert "evil.example" not in masked and "<script" not in masked


@pytest.mark.parametrize("attack", [pytest.param(a, id=a["id"]) for a in ATTACKS])
def test_no_data_leaves_its_fence(attack):
    text = render("section_ask", {
        "heading": attack["text"], "purpose": attack["text"], "before": attack["text"], "facts": [attack["text"]] * 2,
        "findings": [attack["text"]], "characters": 300, "least": 240, "most": 360, "listed": False,
    })  # fmt: skip
    assert text.count("〔〔") == text.count("〕〕") == 2
    assert "\n" not in as_data(attack["text"])
    assert as_data(as_data(attack["text"])) == as_data(attack["text"])


@pytest.mark.parametrize(
    "text", ["〔<think>〔〔", "<|im_<|im_end|>end|>", "〔\u200b〔", "<<|x|>|im_start|>", "〕\x00〕"]
)
def test_a_fence_sign_that_comes_together_later_goes_too(text):
    assert not re.search(r"〔〔|〕〕|<\|", as_data(text))


# what the page and Word make of it


class Tags(HTMLParser):
    """Collects what a browser would act on."""

    def __init__(self) -> None:
        super().__init__()
        self.bad: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not ALLOWED.fullmatch(tag):
            self.bad.append(tag)
        self.bad += [f"{tag} {name}" for name, _ in attrs if name.startswith("on") or name in ("src", "href", "style")]


ALLOWED = re.compile(
    "(?:p|div|span|b|i|small|[uo]l|li|button|details|summary|section|h[2-4]|textarea|label|input|select|option|table|caption"
    "|t[rdh]|thead|tbody|figure|em|strong|ins|del|mark|blockquote|br|svg|circle|path|g|rect|text|title|article|header"
    "|footer|nav|time|d[ltd]|hr)"
)


def assert_inert(html: str) -> None:
    tags = Tags()
    tags.feed(html)
    assert [t for t in tags.bad if not t.endswith(" style")] == []


@pytest.mark.parametrize(
    "attack", [pytest.param(a, id=a["id"]) for a in ATTACKS if set(a["text"]) & set("<>[]{}$\"'&")]
)
def test_the_page_shows_markup_as_text(attack, tmp_path):
    text = attack["text"]
    library = Poisoned(text, file=text)
    service = Service(Settings(home=tmp_path), Archive(tmp_path / "archive.sqlite3"))
    brief = Brief("工作总结", text, text, text, text, 400, (text, FACTS[1]))
    drafted = list(Writer(None, library, Settings(home=tmp_path)).draft(brief))[-1]
    desk = service.desk("local")
    desk.say("user", text)
    desk.say("assistant", text, (text,))
    desk.put(Work(brief, drafted.report.outline, drafted.draft))
    desk.report, desk.failed = drafted.report, text
    text_now = drafted.draft.to_markdown()
    shown = [parts.steps(desk), parts.chat(desk, [(text, text)]), parts.next_step(desk, text), planning.outline(desk),
             parts.progress(desk), parts.gauge(desk), facts.facts(desk), checking.check(desk), checking.sources(desk),
             parts.notice(text, 1), planning.diff(text, text_now), shelves.found(text, True, library.found),
             shelves.works(service.archive.list("local"), [], desk.work_id, text)]  # fmt: skip
    for html in shown:
        assert_inert(html)
    assert json.loads(payload(desk))["text"] == drafted.draft.to_markdown()
    service.archive.close()


def test_the_script_of_the_page_never_makes_markup_of_text():
    script = (Path(parts.__file__).parent / "static" / "page.js").read_text(encoding="utf-8")
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", script)


def test_word_holds_no_link_field_or_outside_part(tmp_path):
    import zipfile

    lines = "\n".join(a["text"].replace("\n", " ") for a in ATTACKS) + "\n" + "\n".join(a["write"] for a in ATTACKS)
    markdown = f"# 题目 http://evil.example\n\n## 一、<script>\n\n{lines}\n"
    from assistant.draft_reading import parse_markdown

    draft: Draft = parse_markdown(markdown, "工作总结")
    for edition in ("正式版", "核对版"):
        out = tmp_path / f"{edition}.docx"
        export_draft(draft, out, genre="工作总结", edition=edition)
        with zipfile.ZipFile(out) as package:
            body = package.read("word/document.xml").decode()
            everything = "".join(package.read(n).decode() for n in package.namelist() if n.endswith((".xml", ".rels")))
        assert "w:hyperlink" not in body and 'TargetMode="External"' not in everything
        assert not re.search(r"<w:instrText[^>]*>[^<]*(?:HYPERLINK|INCLUDE|DDE|LINK)", everything)
        assert "<script" not in body and "<img" not in body
