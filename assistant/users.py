"""The users file: one ``name:hash`` a line (argon2id). The first user is the administrator."""

import os
import secrets
import tempfile
import threading
import time
import unicodedata
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from filelock import FileLock, Timeout

from assistant.errors import not_written
from index.errors import StorageFull, XinhuoError

MIN_PASSWORD = 8
MAX_PASSWORD_BYTES = 1024
MAX_NAME = 40
FREE_TRIES = 5
FIRST_WAIT = 15.0
LONGEST_WAIT = 900.0
_REMEMBERED = 10_000
_AT_ONCE = 2
_LOCK_SECONDS = 10.0


class BadUser(XinhuoError):
    """A name or a password cannot be used, or the users file cannot be read."""


class TooManyTries(XinhuoError):
    """Too many wrong passwords; ``seconds`` until the next try is looked at."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(f"密码错误次数太多，请 {max(1, round(seconds))} 秒后再试。")


@dataclass
class _Tries:
    failures: int = 0
    until: float = 0.0


class Users:
    """The users of one file, with a memory of failed tries by name (in this process).

    ``now`` is a monotonic clock in seconds. After ``FREE_TRIES`` failures a name waits ``FIRST_WAIT`` seconds, twice as
    long after each further one, at most ``LONGEST_WAIT``. The file is read at every call: users added from the command
    line can log in at once.
    """

    def __init__(
        self, file: Path, now: Callable[[], float] = time.monotonic, hasher: PasswordHasher | None = None
    ) -> None:
        self.file = file
        self._now = now
        self._hasher = hasher or PasswordHasher()
        # A name that does not exist costs the same work as one that does.
        self._nobody = self._hasher.hash(secrets.token_urlsafe(16))
        # A comparison takes 64 MiB: many guesses at once must not take the machine's memory.
        self._at_once = threading.BoundedSemaphore(_AT_ONCE)
        self._tries: OrderedDict[str, _Tries] = OrderedDict()
        self._lock = threading.Lock()
        self._seen: tuple[tuple[int, int, int], dict[str, str]] | None = None

    def names(self) -> tuple[str, ...]:
        """All user names, in the order of the file. Raises ``BadUser`` where the file cannot be read."""
        return tuple(_read(self.file))

    def mark(self, name: str) -> str | None:
        """What changes when ``name`` gets a new password, None where there is no such user.

        Cheap enough for every request: the file is read again only when it changes. Raises ``BadUser`` where it cannot
        be read.
        """
        try:
            found = self.file.stat()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise BadUser(f"用户文件“{self.file.name}”读不出来。") from error
        stamp = (found.st_mtime_ns, found.st_size, found.st_ino)
        seen = self._seen
        if seen is None or seen[0] != stamp:
            seen = self._seen = (stamp, _read(self.file))
        return seen[1].get(_normal(name.strip()))

    @property
    def administrator(self) -> str:
        """The first user's name, "" where there is none."""
        return next(iter(_read(self.file)), "")

    def add(self, name: str, password: str) -> None:
        """Add a user, or give an existing one a new password.

        Raises ``BadUser`` for a name or password that cannot be used, ``StorageFull`` where the file cannot be written.
        """
        name = _checked_name(name)
        _check_password(password)
        with _locked(self.file):
            users = _read(self.file)
            users[name] = self._hasher.hash(_normal(password))
            _write(self.file, users)
        self._forget(name)

    def remove(self, name: str) -> bool:
        """Take a user out; whether there was one. The user's drafts are another matter (``Archive.erase_owner``)."""
        with _locked(self.file):
            users = _read(self.file)
            if users.pop(_normal(name.strip()), None) is None:
                return False
            _write(self.file, users)
        return True

    def verify(self, name: str, password: str) -> bool:
        """Whether ``password`` is the one of ``name``. Raises ``TooManyTries`` while the name has to wait."""
        name = _normal(name.strip())[:MAX_NAME]
        self._begin(name)
        stored = _read(self.file).get(name)
        with self._at_once:
            right = _matches(self._hasher, stored or self._nobody, password) and stored is not None
        if right:
            self._forget(name)
        return right

    def _begin(self, name: str) -> None:
        # The failure is written down before the slow comparison, so that parallel tries do not slip through.
        with self._lock:
            tries = self._tries.setdefault(name, _Tries())
            self._tries.move_to_end(name)
            wait = tries.until - self._now()
            if wait > 0:
                raise TooManyTries(wait)
            tries.failures += 1
            if tries.failures >= FREE_TRIES:
                doubled = FIRST_WAIT * 2 ** min(tries.failures - FREE_TRIES, 16)
                tries.until = self._now() + min(LONGEST_WAIT, doubled)
            if len(self._tries) > _REMEMBERED:
                self._tries.popitem(last=False)

    def _forget(self, name: str) -> None:
        with self._lock:
            self._tries.pop(name, None)


def _normal(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _checked_name(name: str) -> str:
    plain = _normal(name.strip())
    if not plain or len(plain) > MAX_NAME or not all(c.isalnum() or c in "-_.@·" for c in plain):
        raise BadUser(f"用户名只能用汉字、字母、数字和 - _ . @，最多 {MAX_NAME} 个字。")
    return plain


def _check_password(password: str) -> None:
    if len(password) < MIN_PASSWORD:
        raise BadUser(f"密码太短，至少 {MIN_PASSWORD} 位。")
    if _encoded(password) is None:
        raise BadUser("密码太长或含有不能用的字符。")


def _encoded(password: str) -> bytes | None:
    try:
        encoded = _normal(password).encode()
    except UnicodeEncodeError:
        return None
    return encoded if len(encoded) <= MAX_PASSWORD_BYTES else None


def _matches(hasher: PasswordHasher, stored: str, password: str) -> bool:
    encoded = _encoded(password)
    try:
        return hasher.verify(stored, encoded or b"") and encoded is not None
    except (VerificationError, InvalidHashError):
        return False


def _read(file: Path) -> dict[str, str]:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise BadUser(f"用户文件“{file.name}”读不出来。") from error
    users: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        name, colon, stored = line.strip().partition(":")
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if not colon or not stored.startswith("$argon2"):
            raise BadUser(f"用户文件“{file.name}”第 {number} 行不对，应是“用户名:密码散列”。")
        users.setdefault(_normal(name.strip()), stored.strip())
    return users


def _write(file: Path, users: dict[str, str]) -> None:
    text = "".join(f"{name}:{stored}\n" for name, stored in users.items())
    try:
        handle, part = tempfile.mkstemp(dir=file.parent, prefix=file.name, suffix=".part")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as out:
                out.write(text)
                out.flush()
                os.fsync(out.fileno())
            Path(part).replace(file)
        finally:
            Path(part).unlink(missing_ok=True)
    except OSError as error:
        raise StorageFull(not_written(file.name, error)) from error


@contextmanager
def _locked(file: Path) -> Iterator[None]:
    lock = FileLock(f"{file}.lock", mode=0o600)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=_LOCK_SECONDS)
    except Timeout as error:
        raise BadUser("另一个程序正在改用户文件，请稍后再试。") from error
    except OSError as error:
        raise StorageFull(not_written(file.name, error)) from error
    try:
        yield
    finally:
        lock.release()
