"""What the settings tab does: the writing model, the encoder, how much at once, the profile, and how all of it is."""

from pathlib import Path

from assistant.page.choices import MOST_AT_ONCE
from assistant.page.markup import button, esc, join, local, note, quiet, tag
from assistant.page.service import Service
from index.errors import XinhuoError
from index.settings import BUNDLED_ENCODER

_LOCKED = "只有管理员能改这一项，请找管理员。"
_MOVE = "要换地方：先下载备份，启动时加上 --home 新文件夹，再恢复备份。"
_MOVE_GIVEN = "启动时用 XINHUO_HOME 或 --home 指定的。要换地方：先下载备份，改掉那里写的文件夹再启动，然后恢复备份。"
_UNWRITABLE = "没能保存：数据文件夹不能写入，请看磁盘空间和文件夹权限。"


class Office:
    """The settings of the whole program; every answer is a sentence as HTML."""

    def __init__(self, service: Service) -> None:
        self.service = service

    @property
    def locked(self) -> bool:
        """Whether the settings of the program are not the user's to change: there are several users."""
        return self.service.users is not None

    def state(self) -> str:
        """How model and library are, and where the data lie."""
        service, settings = self.service, self.service.settings
        where = "本机自带的模型" if settings.bundled else settings.base_url
        retry = " " + button("再试一次", "retry") if service.note() else ""
        rows = [
            ("写作模型", esc(f"{where}：{service.note() or '可以写作'}") + retry),
            ("资料库", esc(service.library_note or "已打开")),
        ]
        if not self.locked:
            folder = str(settings.home)
            given = "home" in settings.model_fields_set
            move = quiet(_MOVE_GIVEN if given else _MOVE)
            rows.append(("数据文件夹", esc(folder) + " " + local("复制", "copy", kind="x-mini", text=folder) + move))
        return tag("dl", *(tag("div", tag("dt", name), tag("dd", text)) for name, text in rows), class_="x-state")

    def test(self, base_url: str, model: str, key: str) -> str:
        """Whether an endpoint answers."""
        return note(_LOCKED if self.locked else self.service.try_endpoint(base_url, model, key))

    def save_endpoint(self, base_url: str, model: str, key: str, at_once: float) -> tuple[str, bool]:
        """Write with another endpoint from now on; the sentence, and whether it is kept."""
        if self.locked:
            return note(_LOCKED), False
        try:
            self.service.use_concurrency(round(at_once))
            self.service.use_endpoint(base_url, model, key)
        except OSError:
            return note(_UNWRITABLE), False
        return note("已保存，正在换用。"), True

    def save_encoder(self, encoder: str) -> str:
        """Search with another encoder from now on."""
        if self.locked:
            return note(_LOCKED)
        try:
            self.service.use_encoder(encoder)
        except OSError:
            return note(_UNWRITABLE)
        return note("已保存，资料正在重新编目；编好之前按字面找。")

    def save_profile(self, owner: str, profile: str) -> str:
        """Set papers by another profile from now on."""
        try:
            self.service.house.choose(owner, profile)
        except XinhuoError as error:
            return note(str(error))
        return note(f"导出时用“{profile}”版式。")

    def add_profile(self, owner: str, file: Path) -> str:
        """Take in the office's own profile and use it."""
        if not self.service.administrator(owner):
            return note(_LOCKED)
        try:
            name = self.service.house.add(file)
            self.service.house.choose(owner, name)
        except XinhuoError as error:
            return note(str(error))
        except OSError:
            return note(_UNWRITABLE)
        return note(f"已加上版式“{name}”，导出时就用它。")

    def encoder(self) -> str:
        """The encoder's name as the box shows it: "" for the one that came with the program."""
        chosen = self.service.settings.encoder
        return "" if chosen == BUNDLED_ENCODER else chosen


HELP = {
    "base_url": "留空就用本机自带的模型，不联网。单位有自己的大模型服务时，填它的地址，一般以 /v1 结尾。",
    "model": "服务里的模型叫什么，例如 qwen3-8b。不知道就问管这台服务的人。",
    "key": "服务要密钥才填。保存后不再显示；留空表示不改。",
    "at_once": f"一篇稿子有几部分，同时写几部分（1 到 {MOST_AT_ONCE}）。电脑慢就调小，一般用 4。",
    "encoder": "找样稿靠它认意思。留空用自带的；填另一个的名称或文件夹，会把资料重新编一遍目。",
    "profile": "导出 Word 时的字体、行距、页码放在哪里。不确定就用“标准”，即国家标准的公文格式。",
    "own_profile": "本单位有自己的版式，照“标准”抄一份改几行，在这里加上（.toml 文件）。",
}


def explained(*names: str) -> str:
    """The plain words for some settings."""
    return join(tag("p", esc(HELP[name]), class_="x-quiet") for name in names)
