"""The command about the models: where the writing model comes from, whether it answers, fetching both."""

import argparse
from dataclasses import asdict
from typing import TYPE_CHECKING

from assistant.command_io import Add, Bar, give_json, say, settings_of

if TYPE_CHECKING:
    from assistant.settings import Settings


def add_commands(add: Add) -> None:
    """Add ``model``; ``add`` is how the parser takes a command."""
    model = add("model", "写作模型的来源与状态", _model)
    model.add_argument("action", nargs="?", choices=("status", "fetch"), default="status")


def _model(options: argparse.Namespace) -> int:
    from assistant.model import model_status

    settings = settings_of(options)
    if options.action == "fetch":
        _fetch(settings)
    status = model_status(settings)
    give_json(asdict(status))
    if status.message:
        say(status.message)
    return 0 if status.present or options.action == "status" else 1


def _fetch(settings: "Settings") -> None:
    """Bring what a machine without the internet needs: both models, where they are the ones of the program."""
    from index.model_files import fetch_encoder, fetch_gguf
    from index.settings import BUNDLED_ENCODER

    if settings.bundled and not settings.gguf:
        fetch_gguf(settings.models, Bar("下载写作模型"))
    if settings.encoder == BUNDLED_ENCODER:
        fetch_encoder(settings.models, Bar("下载检索模型"))
