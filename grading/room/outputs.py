"""Outputs that come out of a room, made harmless: known kinds only, plain text, no markup that acts."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Any

from grading.room.limits import Limits

_MOST_OUTPUTS = 250
_KINDS = ("stream", "display_data", "execute_result", "error")
_TEXT_TYPES = ("text/plain", "text/markdown", "text/latex")
_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b.")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def plain_text(text: Any, most: int) -> str:
    """``text`` without terminal codes, control and direction signs, broken characters; "" where it is no text."""
    if type(text) is not str:
        return ""
    whole = text[: most * 2].encode("utf-8", "replace").decode("utf-8")
    return _CONTROLS.sub("", _ESCAPES.sub("", whole))[:most]


def cleaned(outputs: Any, limits: Limits) -> list[dict[str, Any]]:
    """The outputs of a cell in nbformat's form, whatever the room called its outputs."""
    if type(outputs) is not list:
        return []
    kept = [_one(output, limits) for output in outputs[:_MOST_OUTPUTS] if type(output) is dict]
    return [output for output in kept if output is not None]


def _one(output: dict[str, Any], limits: Limits) -> dict[str, Any] | None:
    kind, most = output.get("output_type"), limits.output_chars
    if kind not in _KINDS:
        return None
    if kind == "stream":
        name = "stderr" if output.get("name") == "stderr" else "stdout"
        return {"output_type": kind, "name": name, "text": plain_text(output.get("text"), most)}
    if kind == "error":
        trace = output.get("traceback")
        lines = trace[:20] if type(trace) is list else []
        return {
            "output_type": kind,
            "ename": plain_text(output.get("ename"), 80),
            "evalue": plain_text(output.get("evalue"), 500),
            "traceback": [plain_text(line, 500) for line in lines],
        }
    data = _data(output.get("data"), limits)
    if not data:
        return None
    extra = {"execution_count": None} if kind == "execute_result" else {}
    return {"output_type": kind, "data": data, "metadata": {}, **extra}


def _data(data: Any, limits: Limits) -> dict[str, str]:
    if type(data) is not dict:
        return {}
    kept = {mime: plain_text(data[mime], limits.output_chars) for mime in _TEXT_TYPES if mime in data}
    if "text/html" in data:
        import nh3

        kept["text/html"] = nh3.clean(plain_text(data["text/html"], limits.output_chars))
    if _is_png(data.get("image/png"), limits.picture_bytes):
        kept["image/png"] = data["image/png"]
    return kept


def _is_png(picture: Any, most: int) -> bool:
    if type(picture) is not str or len(picture) > most:
        return False
    try:
        return base64.b64decode(picture.replace("\n", ""), validate=True).startswith(b"\x89PNG\r\n\x1a\n")
    except (binascii.Error, ValueError):
        return False
