"""``python -m assistant.archive FILE``: take the works of a SQLite archive over into the PostgreSQL one."""

import sys
from collections.abc import Sequence
from pathlib import Path

from assistant.archive.server import ServerDatabase
from assistant.settings import Settings
from index.errors import XinhuoError
from index.settings import read_settings


def main(arguments: Sequence[str] | None = None) -> int:
    """Returns the exit code: 0 done, 1 said why not, 2 wrong usage."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        url = read_settings(Settings).archive_url
        if len(given) != 1 or not url:
            print("用法：设好 XINHUO_ARCHIVE_URL，再运行 python -m assistant.archive archive.sqlite3", file=sys.stderr)
            return 2
        server = ServerDatabase(url)
        try:
            count = server.bring_in(Path(given[0]))
        finally:
            server.close()
    except XinhuoError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"已并入 {count} 份文稿。")
    return 0


if __name__ == "__main__":
    sys.exit(main())
