"""The archive on a PostgreSQL server, shared by several page processes.

Durability is the server's: a commit is answered when its log is on the disk (``synchronous_commit``, on by default).
Writers of the same work wait for each other at the work's row; reading sees one state (repeatable read).
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import create_engine, func, insert, select, text
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from assistant.archive.connections import Connections, plain_errors
from assistant.archive.schema import MIGRATIONS, SERVER_MIGRATIONS, form_of, migrate, transaction
from assistant.archive.tables import MESSAGES, TABLES, WORKS
from assistant.archive.values import ArchiveTooNew
from index.errors import XinhuoError

_MIGRATING = 0x78696E68756F
"""Key of the lock under which one process at a time changes the tables."""

_AT_ONCE = 200
_PATIENCE = 10
"""Seconds in which a server has to answer at all; without it a wrong address keeps the start waiting for minutes."""


class ServerDatabase(Connections):
    """A database of a PostgreSQL server, named by ``postgresql://user:password@host/name``."""

    def __init__(self, url: str, migrations: tuple[str, ...] = SERVER_MIGRATIONS) -> None:
        super().__init__(_engine(url))
        try:
            self._reach()
            with plain_errors(), self._engine.begin() as connection:
                _migrate(connection, migrations)
        except XinhuoError:
            self._engine.dispose()
            raise

    def _reach(self) -> None:
        # Nothing was written yet: what to say is not that a change may be lost, but where to look.
        try:
            self._engine.connect().close()
        except SQLAlchemyError as error:
            place = self._engine.url
            named = f"{place.host or '本机'}{f':{place.port}' if place.port else ''}，库 {place.database or '未写'}"
            raise XinhuoError(
                f"连不上文稿存档的数据库（{named}）。"
                "请看数据库是否开着，XINHUO_ARCHIVE_URL 里的主机、端口、库名、用户名和密码对不对。"
            ) from error

    def _begin(self, connection: Connection, *, writing: bool) -> None:
        if not writing:
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")

    def backup(self, to: Path) -> None:
        """Write a whole copy to ``to``, as an archive in one SQLite file."""
        part = to.with_name(to.name + ".part")
        with self.reading() as connection:
            to.parent.mkdir(parents=True, exist_ok=True)
            part.unlink(missing_ok=True)
            try:
                part.touch(mode=0o600)
                with closing(sqlite3.connect(part, isolation_level=None)) as copy:
                    migrate(copy, MIGRATIONS)
                    with transaction(copy):
                        for table in TABLES:
                            marks = ", ".join("?" * len(table.columns))
                            rows = connection.execution_options(yield_per=_AT_ONCE).execute(select(table))
                            copy.executemany(f"INSERT INTO {table.name} VALUES ({marks})", map(tuple, rows))
                part.replace(to)
            finally:
                part.unlink(missing_ok=True)

    def bring_in(self, file: Path) -> int:
        """Take over everything from an archive in a SQLite file; how many works. Only into an empty archive.

        Raises ``XinhuoError`` where the file is none.
        """
        _check_archive(file)
        with (
            self.writing() as connection,
            closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as old,
        ):
            if connection.execute(select(func.count()).select_from(WORKS)).scalar_one():
                raise XinhuoError("数据库里已经有文稿，不能再并入另一份存档。")
            for table in TABLES:
                names = table.columns.keys()
                rows = old.execute(f"SELECT {', '.join(names)} FROM {table.name}")
                while part := rows.fetchmany(_AT_ONCE):
                    connection.execute(insert(table), [dict(zip(names, row, strict=True)) for row in part])
            following = select(func.setval("messages_id_seq", func.coalesce(func.max(MESSAGES.c.id), 0) + 1, False))
            connection.execute(following)
            return int(connection.execute(select(func.count()).select_from(WORKS)).scalar_one())

    def shrink(self) -> None:
        """Give up the room of erased rows, so that their text is not left in the tables' files."""
        with self._lent() as connection:
            free = connection.execution_options(isolation_level="AUTOCOMMIT")
            for table in TABLES:
                free.exec_driver_sql(f"VACUUM FULL {table.name}")


def _check_archive(file: Path) -> None:
    if not file.is_file():
        raise XinhuoError(f"找不到文稿存档：{file.name}")
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as old:
            form = form_of(old)
    except sqlite3.DatabaseError as error:
        raise XinhuoError(f"“{file.name}”不是文稿存档，或者已经损坏。") from error
    if form > len(MIGRATIONS):
        raise ArchiveTooNew("这些文稿由更新版本的程序保存，请先升级程序再打开。")
    if not form:
        raise XinhuoError(f"“{file.name}”不是文稿存档，或者已经损坏。")


def _engine(url: str) -> Engine:
    try:
        named = make_url(url)
    except ArgumentError as error:
        raise XinhuoError("XINHUO_ARCHIVE_URL 不是数据库地址，应像 postgresql://用户:密码@主机/库名。") from error
    if named.get_backend_name() != "postgresql":
        raise XinhuoError("XINHUO_ARCHIVE_URL 只能是 PostgreSQL 的地址；留空就存在本机文件里。")
    try:
        return create_engine(
            named.set(drivername="postgresql+psycopg"),
            pool_pre_ping=True,
            pool_use_lifo=True,
            max_overflow=15,
            hide_parameters=True,
            connect_args={"connect_timeout": _PATIENCE},
        )
    except ModuleNotFoundError as error:
        raise XinhuoError("没有安装 PostgreSQL 的驱动，请运行 pip install 'xinhuo[postgres]'。") from error


def _migrate(connection: Connection, migrations: tuple[str, ...]) -> None:
    connection.execute(select(func.pg_advisory_xact_lock(_MIGRATING)))
    connection.execute(text("CREATE TABLE IF NOT EXISTS archive_form (form INTEGER NOT NULL)"))
    form = connection.execute(text("SELECT max(form) FROM archive_form")).scalar() or 0
    if form > len(migrations):
        raise ArchiveTooNew("这些文稿由更新版本的程序保存，请先升级程序再打开。")
    for number in range(form, len(migrations)):
        for statement in migrations[number].split(";"):
            connection.execute(text(statement))
        connection.execute(text("INSERT INTO archive_form VALUES (:form)"), {"form": number + 1})
