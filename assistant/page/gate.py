"""Who may pass to which route: everything that is not the login waits for a session, what the page needs not is off."""

import re
from collections.abc import Mapping
from typing import Protocol
from urllib.parse import urlsplit

# What a browser needs to show the login: the index page, Gradio's own scripts and styles, and the login itself.
_OPEN = re.compile(
    r"/|/login/?|/logout|/(?:assets|static|svelte)/[^?#]*|/theme\.css|/favicon\.ico|/robots\.txt|/config/?"
    r"|/gradio_api/(?:login_check/?|theme\.css)"
)
# Routes that Gradio brings and this page does not use: descriptions for programmers, proxies, files, streams, tokens.
_OFF = re.compile(
    r"/(?:docs|redoc|openapi\.json|monitoring|manifest\.json|pwa_icon|runs|file=|file/|proxy=)(?:.*)"
    r"|/gradio_api/(?:openapi\.json|file=|file/|proxy=|stream/|call/|api/|token|app_id|dev/|runs|run-history|deep_link|custom_component"
    r"|process_recording|vibe|undo-vibe|monitoring)(?:.*)",
    re.S,
)


class Sessions(Protocol):
    """What a Gradio application knows of who is signed in."""

    @property
    def tokens(self) -> Mapping[str, str]:
        """Names by the token of their session."""

    @property
    def cookie_id(self) -> str:
        """What the application's cookies are called after."""


def refused(method: str, path: str, headers: Mapping[str, str], user: str | None, *, login: bool) -> int:
    """The status with which a request is refused, 0 where it may pass. ``login`` is whether users have to sign in."""
    if _OFF.fullmatch(path):
        return 404
    if method not in ("GET", "HEAD") and _foreign(headers):
        return 403
    if login and user is None and not _OPEN.fullmatch(path):
        return 401
    return 0


def _foreign(headers: Mapping[str, str]) -> bool:
    """Whether a page of another site sent the request: browsers name an origin with all that changes things."""
    origin = headers.get("origin", "")
    return bool(origin) and urlsplit(origin).netloc != headers.get("host", "")


def user_of(cookies: Mapping[str, str], sessions: Sessions) -> str | None:
    """The user whose session the cookies carry."""
    for name in ("access-token", "access-token-unsecure"):
        token = cookies.get(f"{name}-{sessions.cookie_id}")
        if token and token in sessions.tokens:
            return sessions.tokens[token]
    return None


def own_site(cookie: str) -> str:
    """A ``Set-Cookie`` that other sites cannot make a browser send."""
    return re.sub(r"(?i)samesite=none", "SameSite=lax", cookie)
