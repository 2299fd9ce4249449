"""Logs of a class: one JSON object a line, and nothing in it that says who somebody is or what somebody answered.

What our own code logs is written for it (addresses without query, ids, durations). Libraries log whole requests, and
exceptions carry values: of a library's line only the template is kept, of an exception its kind and where it happened.
"""

from __future__ import annotations

import itertools
import json
import logging
import sqlite3
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

OURS = ("iku", "py.warnings", "JupyterHub")
LONGEST = 300
# for applications that make their own handlers (``Application.logging_config`` of traitlets)
LINES = {"formatters": {"console": {"class": "workshop.journal.Line"}}}


class Line(logging.Formatter):
    """``{"waktu", "tingkat", "bagian", "pesan"}``, with ``galat`` and ``jejak`` where there is an exception."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "waktu": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "tingkat": record.levelname,
            "bagian": record.name,
            "pesan": message(record),
        }
        if record.exc_info and record.exc_info[1]:
            line["galat"] = kind(record.exc_info[1])
            line["jejak"] = where(record.exc_info[2])
        return json.dumps(line, ensure_ascii=False)


def message(record: logging.LogRecord) -> str:
    """First line of what was said, without queries; of a library's line the template as far as its first address or value."""
    ours = record.name.split(".")[0] in OURS or record.name in OURS
    text = record.getMessage() if ours else str(record.msg)
    words = text.strip().partition("\n")[0].split(" ")
    if ours:
        return " ".join(word.partition("?")[0] if "/" in word else word for word in words)[:LONGEST]
    kept = list(itertools.takewhile(lambda word: "/" not in word and not word.endswith(":"), words))
    return " ".join(kept + ["…"] * (len(kept) < len(words)))[:LONGEST]


def kind(fault: BaseException) -> str:
    """Class of an exception; its text only where the system or the database wrote it."""
    name = type(fault).__name__
    if isinstance(fault, OSError) and fault.strerror:
        return f"{name}: {fault.strerror}"
    return f"{name}: {fault}" if isinstance(fault, sqlite3.Error) else name


def where(trace: TracebackType | None) -> list[str]:
    """``file:line function`` of each step, the innermost last."""
    return [f"{Path(step.filename).name}:{step.lineno} {step.name}" for step in traceback.extract_tb(trace)]


def keep(level: int = logging.INFO) -> None:
    """Let everything that this process logs, warns of or dies of go to stderr in this form."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Line())
    logging.basicConfig(level=level, handlers=[handler])
    logging.captureWarnings(True)
    sys.excepthook = _died


def _died(which: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
    logging.getLogger("iku").critical("the process ends", exc_info=(which, fault, trace))
