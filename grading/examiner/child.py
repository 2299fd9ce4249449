"""Main program of the examiner's process: answers questions on one socket until the other end is closed."""

from __future__ import annotations

import importlib
import logging
import signal
import sys
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from grading.errors import GradingError
from grading.examiner.desk import Desk
from kpi_sim.errors import LabIkuError

# Seconds without a question after which pandas is loaded (0.3 s and 27 MB where it was measured).
# asumsi: a command asks without such a pause and pays for nothing; a class has one before its first exercise
IDLE = 2.0


def answer(desk: Any, question: str, arguments: tuple[Any, ...]) -> tuple[bool, Any]:
    """(answered, value or error); nothing but the project's own errors leaves this process."""
    try:
        return True, getattr(desk, question)(*arguments)
    except LabIkuError as error:
        return False, error
    except Exception:
        logging.getLogger("iku.pemeriksa").exception("question %s %s", question, arguments[:2])
        return False, GradingError()


def main() -> None:
    """Serve the socket whose number is the first argument, for the exercise folder in the second."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which closes the socket
    desk = Desk(Path(sys.argv[2]))
    with Connection(int(sys.argv[1])) as socket:
        warm = False
        while True:
            if not warm and not socket.poll(IDLE):
                importlib.import_module("pandas")  # so that nobody's first check of a table waits for it
                warm = True
            try:
                question, arguments = socket.recv()
            except (EOFError, OSError):
                return
            socket.send(answer(desk, question, arguments))


if __name__ == "__main__":
    main()
