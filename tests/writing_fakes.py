"""Scripted chat models for the tests of writing: they stream in small Chinese pieces and misbehave on request."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult

from assistant.model import Model

PIECE = 3

Answer = Callable[[list[BaseMessage]], str]


class ScriptedChat(BaseChatModel):
    """Answers what ``answer`` returns for the messages; after ``breaks_after`` pieces the stream raises."""

    answer: Any
    breaks_after: int = -1
    seen: Any = None
    options: Any = None
    busy: Any = None

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        text = self.answer(messages)
        return ChatResult(generations=[ChatGeneration(message=AIMessage(text))])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        self.seen.append(messages)
        self.options.append(kwargs)
        if self.busy is not None:
            self.busy()
        text = self.answer(messages)
        for number, start in enumerate(range(0, len(text), PIECE)):
            if number == self.breaks_after:
                raise ConnectionError("the stream broke")
            yield ChatGenerationChunk(message=AIMessageChunk(text[start : start + PIECE]))
        usage = {"input_tokens": 50, "output_tokens": 10, "total_tokens": 60}
        yield ChatGenerationChunk(message=AIMessageChunk("", usage_metadata=usage))


def small_model(answer: Answer, **options: Any) -> Model:
    """A model like the bundled one: grammar, four slots, small."""
    return Model(ScriptedChat(answer=answer, seen=[], options=[], **options), "小", 4, grammar=True, small=True)


def large_model(answer: Answer, **options: Any) -> Model:
    """A model like a large endpoint."""
    return Model(ScriptedChat(answer=answer, seen=[], options=[], **options), "大", 4)


def facts_of(messages: list[BaseMessage]) -> list[str]:
    """The facts that a section's request fences."""
    request = str(messages[-1].content)
    inside = request.split("要点：", 1)[-1].split("上一稿", 1)[0].split("篇幅", 1)[0]
    return [part.split("〕〕")[0] for part in inside.split("〔〔")[1:]]


def obedient(messages: list[BaseMessage]) -> str:
    """A good section: every fact once, as it stands, with a plain sentence before."""
    return "我们从实际出发，一件一件地抓。" + "".join(f"{fact.rstrip('。')}。" for fact in facts_of(messages))


def counting(limit: int) -> tuple[Callable[[], None], dict[str, int]]:
    """A hook that notes how many requests run at once."""
    lock, state = threading.Lock(), {"now": 0, "most": 0}

    def enter() -> None:
        with lock:
            state["now"] += 1
            state["most"] = max(state["most"], state["now"])
        threading.Event().wait(0.02)
        with lock:
            state["now"] -= 1

    return enter, state
