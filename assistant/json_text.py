"""JSON that a user wrote: what is wrong with it in one plain sentence."""

import json

from index.errors import XinhuoError


def parse_json(text: str, name: str, kind: type[XinhuoError] = XinhuoError) -> object:
    """The value in ``text``. Raises ``kind`` where it is no JSON, nests without end or holds an endless number."""
    try:
        value: object = json.loads(text.lstrip("\ufeff"))
    except json.JSONDecodeError as error:
        raise kind(f"{name}不是正确的 JSON（第 {error.lineno} 行）。") from error
    except (ValueError, RecursionError) as error:
        raise kind(f"{name}不是正确的 JSON。") from error
    return value
