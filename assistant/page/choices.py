"""What was chosen on the settings tab, kept in files that are for their owner alone."""

import json
import logging
from pathlib import Path

from pydantic import SecretStr

from assistant.settings import Settings

logger = logging.getLogger(__name__)

_CHOSEN = ("encoder", "concurrency")
MOST_AT_ONCE = 16


def with_choices(settings: Settings) -> Settings:
    """``settings`` with what was chosen on the page; what the environment sets goes first."""
    return _with_endpoint(_with_others(settings))


def save_endpoint(settings: Settings) -> None:
    """Keep the endpoint. Raises ``OSError``."""
    key = settings.api_key.get_secret_value()
    _write(_endpoint_file(settings), {"base_url": settings.base_url, "model": settings.model, "api_key": key})


def save_others(settings: Settings) -> None:
    """Keep encoder and concurrency. Raises ``OSError``."""
    _write(_others_file(settings), {name: getattr(settings, name) for name in _CHOSEN})


def _endpoint_file(settings: Settings) -> Path:
    return settings.home / "endpoint.json"


def _others_file(settings: Settings) -> Path:
    return settings.home / "choices.json"


def _write(file: Path, data: dict[str, object]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(file.name + ".part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    part.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    part.replace(file)


def _with_endpoint(settings: Settings) -> Settings:
    data = {} if settings.base_url else _read(_endpoint_file(settings))
    try:
        key = SecretStr(str(data["api_key"]))
        found = {"base_url": str(data["base_url"]), "model": str(data["model"]), "api_key": key}
    except KeyError:
        return settings
    return settings.model_copy(update=found)


def _with_others(settings: Settings) -> Settings:
    data = {name: value for name, value in _read(_others_file(settings)).items() if name in _CHOSEN}
    data = {name: value for name, value in data.items() if name not in settings.model_fields_set}
    if not isinstance(data.get("encoder", ""), str) or not isinstance(data.get("concurrency", 1), int):
        return settings
    return settings.model_copy(update=data)


def _read(file: Path) -> dict[str, object]:
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        logger.warning("%s: %s", file.name, error)
        return {}
    return data if isinstance(data, dict) else {}
