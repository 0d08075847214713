"""The one way in which text becomes HTML, and the few elements that the page is made of."""

import html
from collections.abc import Iterable


def esc(text: object) -> str:
    """``text`` as HTML text or attribute: no markup of a user, a file or a model is ever rendered."""
    return html.escape(str(text), quote=True)


def join(pieces: Iterable[str]) -> str:
    """Pieces of HTML, one after another."""
    return "".join(pieces)


def tag(name: str, *inner: str, **attributes: object) -> str:
    """An element: ``inner`` is HTML, attributes are escaped (``data_x`` is data-x, ``class_`` class, None left out)."""
    fields = join(
        f' {key.rstrip("_").replace("_", "-")}="{esc(value)}"' for key, value in attributes.items() if value is not None
    )
    return f"<{name}{fields}>{join(inner)}</{name}>"


def quiet(*inner: str) -> str:
    """A paragraph in the background."""
    return tag("p", *inner, class_="x-quiet")


def note(text: str) -> str:
    """A sentence that screen readers say when it appears."""
    return tag("p", esc(text), class_="x-note", role="status")


def heading(title: str, *small: str) -> str:
    """The heading of a part; ``small`` is HTML beside it."""
    return tag("h2", esc(title), " ", *small, class_="x-h")


def more(summary: str, *inner: str, small: str = "", opened: bool = False, kind: str = "") -> str:
    """Something to unfold."""
    head = tag("summary", esc(summary), f" <small>{esc(small)}</small>" if small else "")
    return tag("details", head, *inner, class_=f"x-more {kind}".strip(), open="" if opened else None)


def region(name: str, *inner: str) -> str:
    """A region that screen readers find by its name."""
    return tag("section", *inner, role="region", aria_label=name)


def hidden(text: str) -> str:
    """Text for screen readers alone."""
    return tag("span", esc(text), class_="x-sr")


def button(
    label: str,
    act: str,
    *,
    kind: str = "",
    aria: str | None = None,
    title_: str | None = None,
    asleep: bool = False,
    **data: object,
) -> str:
    """A button of the page; ``data`` comes back to the program when it is pressed, ``title_`` shows when pointed at.

    ``asleep`` where there is nothing yet that it could act on.
    """
    fields: dict[str, object] = {f"data_{key}": value for key, value in data.items()}
    style = f"x-btn {kind}".strip()
    fields |= {"aria_label": aria, "title": title_, "disabled": "" if asleep else None}
    return tag("button", esc(label), type="button", class_=style, data_act=act, **fields)


def mini(label: str, act: str, aria: str | None = None, **data: object) -> str:
    """A small button that shows when its line is pointed at or focused."""
    return button(label, act, kind="x-mini", aria=aria, title_=None, asleep=False, **data)


def editing(label: str, act: str, aria: str, *, small: bool = True) -> str:
    """A button that turns its line into a text box; what is typed there comes back as ``act``."""
    style = "x-mini" if small else "x-btn"
    return tag("button", esc(label), type="button", class_=style, data_local="edit", data_act=act, aria_label=aria)


def local(label: str, do: str, *, kind: str = "", **data: object) -> str:
    """A button that the browser carries out by itself."""
    fields = {f"data_{key}": value for key, value in data.items()}
    return tag("button", esc(label), type="button", class_=f"x-btn {kind}".strip(), data_local=do, **fields)


def short(text: str, limit: int = 24) -> str:
    """``text``, cut where it is longer than ``limit``."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def dialog(name: str, *inner: str) -> str:
    """A question that waits for its answer."""
    return tag("div", tag("div", *inner), class_="x-dialog", role="alertdialog", aria_modal="true", aria_label=name)
