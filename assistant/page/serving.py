"""The web application around the page: who may pass, downloads, and headers that keep everything on this server."""

import errno
import ipaddress
import socket
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import TYPE_CHECKING, Any, Protocol, cast

import anyio
import uvicorn
from fastapi import FastAPI, Request, Response
from fastapi.responses import FileResponse
from starlette.routing import Mount

from assistant.page.downloads import Downloads
from assistant.page.gate import own_site, refused, user_of
from assistant.page.shell import CSP, page_html
from index.errors import XinhuoError

if TYPE_CHECKING:
    from starlette.middleware.base import RequestResponseEndpoint

    from assistant.users import Users

CheckUser = Callable[[str, str], Awaitable[bool]]


class _Sessions(Protocol):
    tokens: MutableMapping[str, str]
    cookie_id: str


def web_app(downloads: Downloads, users: "Users | None", local_owner: str, script: str, style: str) -> FastAPI:
    """The application that the page is mounted on. ``users`` None means the one local user, on this machine alone."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)

    signed = _SignedIn(users) if users else None

    def signed_in(request: Request) -> str | None:
        served = next(route.app for route in app.routes if isinstance(route, Mount))
        return signed.user(request, cast("_Sessions", served)) if signed else None

    @app.get("/download/{token}")
    def download(token: str, request: Request) -> Response:
        owner = (signed_in(request) or "") if users else local_owner
        found = downloads.find(token, owner)
        if found is None or found.until < time.time() or not found.path.is_file():
            return _plain("文件已过期，请再导出一次。", 404)
        return FileResponse(found.path, filename=found.name)

    @app.middleware("http")
    async def guard(request: Request, go_on: "RequestResponseEndpoint") -> Response:
        if users is None and not is_local_name(request.url.hostname or ""):
            return _plain("只能在本机打开。", 403)
        user = signed_in(request) if users else None
        if status := refused(request.method, request.url.path, request.headers, user, login=users is not None):
            return _plain("不能打开。", status)
        response = _with_own_cookies(await go_on(request))
        if signed and request.url.path.rstrip("/") == "/login":
            signed_in(request)  # a session is bound to the password it began with, not to that of its first use
        if request.url.path == "/" and response.headers.get("content-type", "").startswith("text/html"):
            body = b"".join([chunk async for chunk in response.body_iterator])  # type: ignore[attr-defined]
            headers = {k: v for k, v in response.headers.items() if k.lower() != "content-length"}
            response = Response(page_html(body, script, style if users else ""), response.status_code, headers)
        response.headers.update(CSP)
        return response

    return app


class _SignedIn:
    """Sessions that end when their user is removed or gets a new password."""

    def __init__(self, users: "Users") -> None:
        self._users = users
        self._marks: dict[str, str] = {}

    def user(self, request: Request, sessions: _Sessions) -> str | None:
        """The user of ``request``, None where nobody is signed in."""
        try:
            self.settle(sessions)
        except XinhuoError:
            return None
        return user_of(request.cookies, sessions)

    def settle(self, sessions: _Sessions) -> None:
        """Remember with which password each new session began; end those whose user has none or another now."""
        for token, name in list(sessions.tokens.items()):
            mark = self._users.mark(name)
            if mark is None or self._marks.setdefault(token, mark) != mark:
                sessions.tokens.pop(token, None)
        for token in self._marks.keys() - sessions.tokens.keys():
            self._marks.pop(token, None)


def _with_own_cookies(response: Response) -> Response:
    if cookies := response.headers.getlist("set-cookie"):
        del response.headers["set-cookie"]
        for cookie in cookies:
            response.headers.append("set-cookie", own_site(cookie))
    return response


def _plain(text: str, status: int) -> Response:
    return Response(text, status_code=status, media_type="text/plain; charset=utf-8")


def is_local_name(host: str) -> bool:
    """Whether ``host`` names this machine alone."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def login_with(users: "Users") -> CheckUser:
    """The check of a name and a password, off the event loop."""

    async def check(name: str, password: str) -> bool:
        try:
            return await anyio.to_thread.run_sync(users.verify, name, password)
        except XinhuoError:
            return False

    return check


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens there; port 0 is any free one. Raises ``XinhuoError`` where the address cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise XinhuoError(f"端口 {port} 已被占用：程序可能已经开着，或者用 --port 换一个。") from error
        raise XinhuoError(f"不能在 {host} 的端口 {port} 上打开，请换一个地址或端口。") from error


class Server(uvicorn.Server):
    """A server that says where it is as soon as it accepts connections."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[str], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[Any] | None = None) -> None:
        """Start, then tell."""
        await super().startup(sockets)
        if self.started:
            port = self.servers[0].sockets[0].getsockname()[1]
            host = self.config.host if self.config.host not in ("0.0.0.0", "::") else "127.0.0.1"
            self._ready(f"http://{f'[{host}]' if ':' in host else host}:{port}/")
