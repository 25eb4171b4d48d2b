"""Mappings written as TOML, for specifications and briefs that are made in Python."""

from __future__ import annotations

import json
import math
import os
import re
from typing import Any, Mapping

from .errors import InputError

__all__ = ["written"]


def written(values: Mapping[str, Any]) -> str:
    """A document with a line for each key.

    >>> print(written({"rounds": 30, "strategies": ["boulware"], "protocol": {"name": "overlap"}}), end="")
    rounds = 30
    strategies = ["boulware"]
    protocol = { name = "overlap" }
    """
    return "".join(f"{_key(key)} = {_value(value)}\n" for key, value in values.items())


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(key)} = {_value(one)}" for key, one in value.items()) + " }"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_value, value)) + "]"
    if isinstance(value, os.PathLike):
        value = os.fspath(value)
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, (bool, int)) or (isinstance(value, float) and math.isfinite(value)):
        return json.dumps(value)
    raise InputError.usage(f"`{value!r}` cannot stand in a specification", "use text, numbers, lists and mappings")


def _key(key: object) -> str:
    bare = re.fullmatch(r"[A-Za-z0-9_-]+", str(key))
    return str(key) if bare else _text(str(key))


def _text(value: str) -> str:
    # JSON would write characters beyond the basic plane as two escapes, which TOML refuses; TOML refuses a bare delete.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
