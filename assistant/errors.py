"""Errors of the assistant, rooted in the same class as the library's (``index.errors.XinhuoError``)."""

import errno
from collections.abc import Mapping

from index.errors import XinhuoError


class BadBrief(XinhuoError):
    """A brief cannot be understood: no facts, an unknown genre, a broken file."""


class BadDraft(XinhuoError):
    """A draft file cannot be read as a draft."""


class ModelUnavailable(XinhuoError):
    """No writing model answers: not fetched yet, not reachable, or it refused the key."""


class BadProfile(XinhuoError):
    """A house profile has a wrong key or value."""


class ExportFailed(XinhuoError):
    """A Word or PDF file could not be written."""


class EditConflict(XinhuoError):
    """The work was changed in another window since it was loaded."""


_FULL = "磁盘满了，请腾出空间后再试"
_REFUSED = "没有写入权限，或者它正在 Word 里打开着"
_CAUSES: Mapping[int, str] = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: "磁盘配额用完了，请腾出空间后再试",
    errno.EFBIG: "磁盘放不下这么大的文件，请腾出空间后再试",
    errno.EROFS: "这个磁盘只能读，不能写",
    errno.EACCES: _REFUSED,
    errno.EPERM: _REFUSED,
    errno.EBUSY: _REFUSED,
    errno.EISDIR: "那是一个文件夹，请写上文件名",
    errno.ENOTDIR: "上一级不是文件夹",
    errno.ENOENT: "没有这个文件夹",
    errno.EEXIST: "同名的文件占着这个位置",
    errno.ENAMETOOLONG: "文件名太长",
    errno.EIO: "磁盘读写出错，请检查磁盘",
    errno.EMFILE: "打开的文件太多，请关掉一些再试",
    errno.ENFILE: "打开的文件太多，请关掉一些再试",
}
# What Windows says of a full disk and of a file that another program holds (winerror 39, 112; 32, 33).
_WINDOWS: Mapping[int, str] = {39: _FULL, 112: _FULL, 32: _REFUSED, 33: _REFUSED}


def not_written(name: str, error: OSError) -> str:
    """One Chinese sentence on why the file or folder called ``name`` could not be written."""
    known = _WINDOWS.get(getattr(error, "winerror", None) or 0) or _CAUSES.get(error.errno or 0)
    return f"“{name}”没能写成：{known or f'磁盘或文件夹出了问题（错误 {error.errno}）'}。"
