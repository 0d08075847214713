"""The model's choice between kinds of turn, for messages that neither rules nor likeness tell apart."""

from concurrent.futures import wait
from dataclasses import dataclass

from assistant.chat.desk import Kind
from assistant.chat.likeness import nearest
from assistant.model import Model
from assistant.prompt_files import as_data, render

SECONDS = 12.0
_SHOTS = 4


@dataclass(frozen=True)
class _Option:
    name: str
    meaning: str
    kind: Kind


_OPTIONS = (
    _Option("改稿", "要把文稿或其中一处改成别的样子", "revise"),
    _Option("要点", "又告诉一件做过的事、一个数字、一个情况", "material"),
    _Option("查问", "问资料或样稿里的内容", "question"),
    _Option("样段", "要一段别人的写法作参考", "example"),
    _Option("进度", "问文稿有多长、还缺什么", "status"),
    _Option("闲话", "问好、道谢、说别的", "talk"),
)


def choose(model: Model, message: str, seconds: float = SECONDS) -> Kind | None:
    """The kind of a message beside a draft, as ``model`` chooses it; None where it gives no valid answer in time.

    Where the engine takes a grammar it can answer nothing else than one of the names.
    """
    from assistant.writing.asking import Asker, Request, Usage

    known = {option.kind: option.name for option in _OPTIONS}
    shots = [(_ask(text), known[kind]) for text, kind in nearest(message, "draft", tuple(known), _SHOTS)]  # type: ignore[index]
    grammar = "root ::= " + " | ".join(f'"{option.name}"' for option in _OPTIONS)
    request = Request(
        render("turn_system", {"options": _OPTIONS}), _ask(message), tuple(shots), "", grammar, 8, 0.0, ("\n",), seconds
    )
    asker = Asker(model, Usage())
    try:
        future = asker.submit(request)
        wait([future], timeout=seconds)
        if not future.done() or future.exception():
            return None
        answer = as_data(future.result())
    finally:
        asker.close()
    return next((option.kind for option in _OPTIONS if answer.startswith(option.name)), None)


def _ask(message: str) -> str:
    return render("turn_ask", {"message": message[:300]})
