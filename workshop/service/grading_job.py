"""The child process behind "Nilai semua": grades the class, says how far it is, ends with all results.

``python -m workshop.service.grading_job --data DIR --exercises FOLDER [ID…]`` prints lines of JSON: ``{"done",
"total"}`` while it works, last ``{"results": […]}`` or ``{"fault": sentence}``. Asked to end, it ends at once; what was
written by then is whole.
"""

from __future__ import annotations

import argparse
import json
import logging
import signal
import sys
from pathlib import Path
from typing import Any, NoReturn

from grading.room import libc
from kpi_sim.errors import LabIkuError
from workshop import journal
from workshop.service.folder import ClassFolder


def main(argv: list[str] | None = None) -> int:
    """Grade; 0 when the last line holds results."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--exercises", type=Path, required=True)
    parser.add_argument("ids", nargs="*")
    asked = parser.parse_args(argv)
    signal.signal(signal.SIGTERM, _end)
    libc.die_with_parent(signal.SIGTERM)  # a service that was killed starts a run of its own when asked
    journal.keep(logging.WARNING)
    try:
        say(results=_graded(ClassFolder(asked.data), asked.exercises, asked.ids))
    except LabIkuError as fault:
        say(fault=fault.sentence())
        return 1
    return 0


def _graded(folder: ClassFolder, exercises: Path, ids: list[str]) -> list[dict[str, Any]]:
    from grading.batch import Wish, grade_course
    from grading.batch.errors import NothingSubmittedError
    from grading.feedback.results import mapping_of

    try:
        report = grade_course(
            folder.course,
            exercises=exercises,
            wish=Wish(exercises=tuple(ids)),
            secret=folder.secret,
            on_progress=lambda progress: say(done=progress.done, total=progress.total),
        )
    except NothingSubmittedError:
        return []
    return [mapping_of(item) for item in report.submissions]


def say(**values: Any) -> None:
    """One line for the class service."""
    sys.stdout.write(json.dumps(values, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def _end(*_: Any) -> NoReturn:
    """Leave through the ``with`` blocks, so that workers end too."""
    sys.exit(143)


if __name__ == "__main__":
    sys.exit(main())
