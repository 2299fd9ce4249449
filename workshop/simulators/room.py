"""What the room said: predictions, runs and answers per simulator, kept in one file of lines, without names.

A viewer is known by a random mark in a cookie, so that a second prediction replaces the first. Nothing else is kept.
"""

from __future__ import annotations

import json
import logging
import math
import os
import re
import secrets
import time
from pathlib import Path
from typing import Any

from tornado import web

from workshop.simulators import list_simulators
from workshop.simulators.pages import OurPage

log = logging.getLogger("iku.simulator.ruang")
COOKIE = "iku_tempat"
MARK = re.compile(r"[0-9a-f]{16}")
LARGEST_BODY = 4096
MOST_VIEWERS = 500
LARGEST_FILE = 2 * 2**20


class Board:
    """Predictions and answers of one class; a restart reads them back."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._entries: dict[str, dict[str, dict[str, Any]]] = {}
        if file.exists():
            text = file.read_text(encoding="utf-8", errors="replace")
            if text and not text.endswith(
                "\n"
            ):  # cut by a sudden death: the next line must not grow out of it
                self._append("")
            for line in filter(None, text.splitlines()):
                try:
                    entry = json.loads(line)
                    self._merge(entry["simulator"], entry["mark"], entry["entry"])
                except (ValueError, KeyError, TypeError):
                    log.warning("a damaged line of %s is left out", file.name)

    def add(self, simulator: str, mark: str, entry: dict[str, Any]) -> bool:
        """Keep what one viewer said, on the disk when this returns; False when there is no room for one more."""
        people = self._entries.get(simulator, {})
        if mark not in people and len(people) >= MOST_VIEWERS:
            return False
        self._tidy()
        line = json.dumps({"simulator": simulator, "mark": mark, "entry": entry, "at": int(time.time())})
        self._append(line)
        self._merge(simulator, mark, entry)
        return True

    def _append(self, line: str) -> None:
        _write(self.file, "a", line + "\n")

    def _merge(self, simulator: str, mark: str, entry: dict[str, Any]) -> None:
        self._entries.setdefault(simulator, {}).setdefault(mark, {}).update(entry)

    def _tidy(self) -> None:
        """Rewrite the file with the newest word of each, when it has grown."""
        if not self.file.exists() or self.file.stat().st_size < LARGEST_FILE:
            return
        lines = [
            json.dumps({"simulator": simulator, "mark": mark, "entry": entry})
            for simulator, people in self._entries.items()
            for mark, entry in people.items()
        ]
        spare = self.file.with_suffix(".baru")
        _write(spare, "w", "\n".join(lines) + "\n")
        spare.replace(self.file)

    def predictions(self, simulator: str) -> list[float]:
        """Every viewer's prediction, in no order that could name anybody."""
        people = self._entries.get(simulator, {}).values()
        return sorted(float(entry["prediction"]) for entry in people if "prediction" in entry)

    def poll(self, simulator: str) -> list[int]:
        """How many chose each answer of the closing question."""
        people = self._entries.get(simulator, {}).values()
        chosen = [entry["poll"] for entry in people if "poll" in entry]
        return [chosen.count(k) for k in range(max(chosen, default=-1) + 1)]

    def runs(self, simulator: str) -> list[dict[str, Any]]:
        """What viewers ended with: lever values and result, for the debrief."""
        people = self._entries.get(simulator, {}).values()
        return [entry["run"] for entry in people if "run" in entry]


def _write(file: Path, mode: str, text: str) -> None:
    """Write; on the disk when this returns."""
    with file.open(mode, encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())


def clean(body: bytes) -> dict[str, Any] | None:
    """Only what we know, in bounds; None if there is nothing of it."""
    try:
        raw = json.loads(body)
    except ValueError:
        return None
    if not isinstance(raw, dict):
        return None
    entry: dict[str, Any] = {}
    if _number(raw.get("prediction")):
        entry["prediction"] = float(raw["prediction"])
    if isinstance(raw.get("poll"), int) and not isinstance(raw["poll"], bool) and 0 <= raw["poll"] < 12:
        entry["poll"] = raw["poll"]
    run = raw.get("run")
    if isinstance(run, dict) and _number(run.get("result")) and isinstance(run.get("values"), dict):
        values = {str(k)[:60]: float(v) for k, v in list(run["values"].items())[:20] if _number(v)}
        entry["run"] = {"result": float(run["result"]), "values": values}
    return entry or None


def _number(value: object) -> bool:
    return (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and math.isfinite(value)
        and abs(value) < 1e9
    )


class Predictions(OurPage):
    """``GET``: what the room said; ``POST``: what this viewer says."""

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        self.finish({"ok": False})

    @property
    def board(self) -> Board:
        board: Board = self.settings["iku_board"]
        return board

    def _known(self, name: str) -> str:
        if name not in {simulator.id for simulator in list_simulators()}:
            raise web.HTTPError(404)
        return name

    async def get(self, name: str) -> None:
        name = self._known(name)
        self.set_header("Cache-Control", "no-store")
        board = self.board
        self.finish(
            {"predictions": board.predictions(name), "poll": board.poll(name), "runs": board.runs(name)}
        )

    async def post(self, name: str) -> None:
        name = self._known(name)
        entry = clean(self.request.body) if len(self.request.body) <= LARGEST_BODY else None
        if entry is None:
            raise web.HTTPError(400)
        mark = self.get_cookie(COOKIE) or ""
        if not MARK.fullmatch(mark):
            mark = secrets.token_hex(8)
            self.set_cookie(
                COOKIE, mark, path=self.base_url, httponly=True, samesite="Strict", expires_days=3
            )
        self.finish({"ok": self.board.add(name, mark, entry)})
