"""Renders lessons in a process of its own: ``python -m workshop.service.lesson_job --cache DIR [ID…]``.

Prints one line of JSON for each lesson: ``{"id", "html"}`` or ``{"id", "fault"}``. Running notebooks needs Jupyter's
client and a kernel; the class service stays free of both.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import signal
import sys
from pathlib import Path

from grading.room import libc
from kpi_sim.errors import LabIkuError
from workshop import journal, lessons


def main(argv: list[str] | None = None) -> None:
    """Process entry."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("ids", nargs="*")
    args = parser.parse_args(argv)
    journal.keep(logging.WARNING)
    libc.die_with_parent(signal.SIGTERM)
    if not args.ids:
        os.nice(5)  # nobody waits for these yet: what somebody waits for goes first
    for lesson in lessons.list_lessons():
        if args.ids and lesson.id not in args.ids:
            continue
        try:
            line = {"id": lesson.id, "html": lessons.render_lesson(lesson, args.cache)}
        except LabIkuError as fault:
            line = {"id": lesson.id, "fault": fault.sentence()}
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
