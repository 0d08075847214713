"""The prompts: one Markdown file a message in ``prompts/``, rendered strictly, handed on as LangChain messages."""

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

if TYPE_CHECKING:
    from langchain_core.prompts import ChatPromptTemplate

FOLDER = Path(__file__).resolve().parents[1] / "prompts"

# Prompts fence data with 〔〔 and 〕〕. These, and marks that chat templates or eyes do not see as text, are taken
# out of the data, so that no data can close its own fence or open another role.
_CONTROL = re.compile(
    r"[〔〕]{2,}|<\|[^<>|]{0,40}\|>|</?(?:think|system|user|assistant|tool_call|s)>|\[/?INST\]|<</?SYS>>|[\x00-\x08\x0e-\x1f\x7f]"
    r"|[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ud800-\udfff]",
    re.I,
)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER, encoding="utf-8"),
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["data"] = as_data
    return environment


def as_data(text: str) -> str:
    """``text`` fit to stand inside a fence of a prompt: one line, without fence signs or chat control marks.

    Marks that only come together where another was taken out go too.
    """
    text = " ".join(text.split())
    while (plain := _CONTROL.sub("", text)) != text:
        text = plain
    return " ".join(text.split())


def render(name: str, values: Mapping[str, Any] | None = None) -> str:
    """The prompt file ``name`` (without ``.md``) with its variables filled in.

    Raises ``jinja2.UndefinedError`` where a variable of the file is not in ``values``.
    """
    return _environment().get_template(f"{name}.md").render(values or {}).strip()


def shots(name: str) -> list[tuple[str, str]]:
    """The worked examples in the prompt file ``name``: lines ``question|answer``."""
    pairs = (line.split("|", 1) for line in render(name).splitlines() if "|" in line)
    return [(question.strip(), answer.strip()) for question, answer in pairs]


def chat_prompt() -> "ChatPromptTemplate":
    """The shape of every request: system, worked examples, the request, and what the answer shall start with.

    The texts come in already rendered, as variables, so that braces in the user's words stay braces.
    ``shots`` and ``start`` are lists of messages, possibly empty.
    """
    from langchain_core.prompts import ChatPromptTemplate, MessagesPlaceholder

    return ChatPromptTemplate.from_messages(
        [("system", "{system}"), MessagesPlaceholder("shots"), ("human", "{request}"), MessagesPlaceholder("start")]
    )
