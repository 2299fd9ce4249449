"""The front door's routes, kept in a file: a door that was killed knows the way to every JupyterLab when it is back.

Fixed routes come with the command line; those that the hub adds later (one a trainee) would be lost with the process,
and the hub looks only every few minutes whether the proxy still has them.
"""

from __future__ import annotations

import json
import logging
from datetime import datetime
from pathlib import Path
from typing import Any

from configurable_http_proxy.store import MemoryStore

log = logging.getLogger("iku.depan")
ADDED = "/user/"  # what the hub adds


class KeptRoutes(MemoryStore):
    """Routes in memory, with those of trainees' servers also in ``file``."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._file = file
        for path, data in _read(file).items():
            super().add(path, {**data, "last_activity": datetime.now()})  # noqa: DTZ005 (as the proxy does)

    def add(self, path: str, data: dict[str, Any]) -> None:
        super().add(path, data)
        self._keep(path)

    def remove(self, path: str) -> Any:
        route = super().remove(path)
        self._keep(path)
        return route

    def _keep(self, changed: str) -> None:
        """Write the file anew; whole or not at all."""
        if not changed.startswith(ADDED):
            return
        kept = {path: _plain(data) for path, data in self.get_all().items() if path.startswith(ADDED)}
        spare = self._file.with_suffix(".baru")
        try:
            spare.write_text(json.dumps(kept), encoding="utf-8")
            spare.replace(self._file)
        except OSError:
            log.exception("routes are not kept; a door that dies now learns them from the hub")


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name != "last_activity"}


def _read(file: Path) -> dict[str, dict[str, Any]]:
    """What was kept; nothing where there is no file, or a damaged one (the hub tells them in time)."""
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
        return {path: data for path, data in found.items() if path.startswith(ADDED) and data["target"]}
    except (OSError, ValueError, AttributeError, KeyError, TypeError):
        return {}
