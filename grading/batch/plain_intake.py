"""Opening a submitted notebook that is as it was handed out; :mod:`grading.intake` takes the others."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Intake:
    """Cells by grade id."""

    cells: Mapping[str, str]
    mended: tuple[str, ...] = ()


class Rejected(Exception):
    """Cannot be read."""

    def sentence(self) -> str:
        return "Berkas notebook tidak dapat dibaca."


def open_submission(folder: Path, source: Mapping[str, Any] | None) -> Intake:
    """The only notebook in the folder."""
    try:
        file = next(path for path in folder.glob("*.ipynb") if path.is_file() and not path.is_symlink())
        cells = json.loads(file.read_bytes())["cells"]
        found = {
            cell["metadata"]["nbgrader"]["grade_id"]: "".join(cell["source"])
            for cell in cells
            if cell["metadata"].get("nbgrader")
        }
    except (StopIteration, ValueError, KeyError, TypeError, AttributeError) as fault:
        raise Rejected from fault
    return Intake(found)
