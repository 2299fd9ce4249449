"""Main program of the examiner's process: answers questions on one socket until the other end is closed."""

from __future__ import annotations

import logging
import signal
import sys
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from grading.errors import GradingError
from grading.examiner.desk import Desk
from kpi_sim.errors import LabIkuError


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
        while True:
            try:
                question, arguments = socket.recv()
            except (EOFError, OSError):
                return
            socket.send(answer(desk, question, arguments))


if __name__ == "__main__":
    main()
