"""The commands about users: who may sign in, and all data of one user shown or deleted."""

import argparse
import getpass
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.command_io import Add, give, give_json, say, settings_of, wants_json
from index.errors import XinhuoError

if TYPE_CHECKING:
    from assistant.settings import Settings
    from index.records import Material


def add_commands(add: Add) -> None:
    """Add ``users`` and ``erase`` to the command line; ``add`` is how its parser takes a command."""
    users = add("users", "管理登录用户", _users)
    users.add_argument("action", choices=("add", "list", "remove"))
    users.add_argument("name", nargs="?", default="")
    users.add_argument("--users", type=Path, help="用户文件，缺省为 XINHUO_USERS，再缺省为数据文件夹里的 users")
    erase = add("erase", "看或删除一个用户的全部数据", _erase)
    erase.add_argument("--owner", required=True, help="用户名；不登录使用时为 local")
    erase.add_argument("--show", action="store_true", help="只输出，不删除")
    erase.add_argument("--yes", action="store_true", help="不再询问，直接删除")


def _users(options: argparse.Namespace) -> int:
    from assistant.users import Users

    settings = settings_of(options)
    users = Users(options.users or settings.users or settings.home / "users")
    if options.action == "list":
        names = list(users.names())
        if wants_json(options):
            give_json(names)
        else:
            for name in names:
                give(name)
        return 0
    if not options.name:
        raise XinhuoError("还要写用户名。")
    if options.action == "add":
        users.add(options.name, _password())
        say(f"已加入用户“{options.name}”。登录要用 XINHUO_USERS={users.file} 打开页面。")
        return 0
    if not users.remove(options.name):
        raise XinhuoError(f"没有用户“{options.name}”。")
    say(f"已去掉用户“{options.name}”，文稿还在；要一并删除，用 erase --owner {options.name}。")
    return 0


def _password() -> str:
    """A password, typed twice without being shown; one line of standard input where that is no terminal."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass("密码：", sys.stderr)
    if getpass.getpass("再输一遍：", sys.stderr) != first:
        raise XinhuoError("两次输入的密码不一样，没有加入。")
    return first


def _erase(options: argparse.Namespace) -> int:
    from assistant.archive import Archive

    settings = settings_of(options)
    with Archive(settings.archive_place) as archive:
        data = {**archive.owner_data(options.owner), **_brought(settings, options.owner)}
        if options.show:
            give_json(data)
            return 0
        if not any(value for key, value in data.items() if key != "owner"):
            raise XinhuoError(f"没有“{options.owner}”的数据。")
        if not options.yes and not _sure(options.owner, len(data["works"])):
            say("没有删除。")
            return 1
        private = _erase_materials(settings, options.owner)
        count = archive.erase_owner(options.owner)
    if wants_json(options):
        give_json({"owner": options.owner, "works": count, "materials": private})
    erased = f"{count} 份文稿和全部版本、对话、设置，{private} 份自己的资料，以及导出后留下的文件"
    say(f"已删除“{options.owner}”的 {erased}。共用的资料库没有动。")
    _tell_copies(settings.home)
    return 0


def _brought(settings: "Settings", owner: str) -> dict[str, Any]:
    """A user's private materials and uploaded files, as JSON-ready values."""
    from index.library import Library
    from index.shelf.ownership import uploads_folder

    materials: Sequence[Material] = ()
    if settings.library_folder.is_dir():
        with Library.open(settings, reading=True) as library:
            materials = library.list()
    keys = ("material", "file", "title", "added_at")
    own = [{key: getattr(m, key) for key in keys} for m in materials if m.owner == owner]
    files = _own_files(uploads_folder(settings.home, owner), materials)
    return {"materials": own, "uploads": sorted(file.name for file in files)}


def _own_files(uploads: Path, materials: "Sequence[Material]") -> list[Path]:
    """Uploaded files but for those that everybody's materials were read from: they stay, whoever brought them."""
    shared = {Path(m.path).resolve() for m in materials if not m.owner and m.path}
    return [file for file in uploads.glob("*") if file.resolve() not in shared]


def _erase_materials(settings: "Settings", owner: str) -> int:
    """Take a user's private materials and uploaded files away; how many materials. Raises ``LibraryBusy``."""
    from index.library import Library
    from index.shelf.ownership import uploads_folder

    uploads = uploads_folder(settings.home, owner)
    if not settings.library_folder.is_dir():
        shutil.rmtree(uploads, ignore_errors=True)
        return 0
    with Library.open(settings) as library:
        files = _own_files(uploads, library.list())
        gone = library.remove([m.material for m in library.list() if m.owner == owner])
        if gone:
            library.tidy()
    for file in files:
        file.unlink()
    return len(gone)


def _tell_copies(home: Path) -> None:
    """Throw exported files away, and name the older copies of the archive that may still hold what was erased."""
    shutil.rmtree(home / "exports", ignore_errors=True)
    copies = sorted({*home.glob("archive*.backup"), *home.glob("archive*.damaged-*")})
    if copies:
        names = "、".join(copy.name for copy in copies)
        say(f"还有存档的旧副本没有动，里面可能仍有他的文稿，不用了请自己删去：{names}。")


def _sure(owner: str, count: int) -> bool:
    say(f"将永久删除“{owner}”的 {count} 份文稿及其版本和对话，不能恢复。输入用户名确认：")
    return sys.stdin.readline().strip() == owner
