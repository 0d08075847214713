"""The command about the writing model: where it comes from, whether it answers, fetching it."""

import argparse
from dataclasses import asdict

from assistant.command_io import Add, Bar, give_json, say, settings_of


def add_commands(add: Add) -> None:
    """Add ``model``; ``add`` is how the parser takes a command."""
    model = add("model", "写作模型的来源与状态", _model)
    model.add_argument("action", nargs="?", choices=("status", "fetch"), default="status")


def _model(options: argparse.Namespace) -> int:
    from assistant.model import model_status
    from index.model_files import fetch_gguf

    settings = settings_of(options)
    if options.action == "fetch" and settings.bundled and not settings.gguf:
        fetch_gguf(settings.models, Bar("下载写作模型"))
    status = model_status(settings)
    give_json(asdict(status))
    if status.message:
        say(status.message)
    return 0 if status.present or options.action == "status" else 1
