"""The other end of the examiner's socket: starts the process, asks, and says when it has died. Holds no key."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from grading.errors import ExaminerStoppedError
from grading.results import Call, Outcome, Verdict

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

PATIENCE = 60.0  # seconds for one answer; a variant takes milliseconds


class Examiner:
    """A trusted child process over the exercises in ``folder``; use it in a ``with`` block, from any thread.

    Every question may raise :class:`ExaminerStoppedError` (an ``EOFError``) when the process has ended or hangs,
    and the faults of an exercise (``LabIkuError``).
    """

    def __init__(self, folder: Path) -> None:
        self.folder = Path(folder).resolve()
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._socket: Connection[Any, Any] | None = None

    def __enter__(self) -> Self:
        from multiprocessing.connection import Connection  # late: `import grading` stays light

        ours, theirs = socket.socketpair()
        with theirs:
            # -P: nothing of the current folder may take the place of a module
            command = [
                sys.executable,
                "-P",
                "-m",
                "grading.examiner.child",
                str(theirs.fileno()),
                str(self.folder),
            ]
            self._process = subprocess.Popen(command, pass_fds=(theirs.fileno(),), stdin=subprocess.DEVNULL)
        self._socket = Connection(ours.detach())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None
        if self._process is not None:
            try:
                self._process.wait(5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None

    @property
    def pid(self) -> int | None:
        """Process number of the examiner, ``None`` when it is not running."""
        return None if self._process is None else self._process.pid

    def public(self, exercise: str, seed: int) -> dict[str, Any]:
        """What a trainee sees of this variant: intro and parts, plain JSON, no key."""
        return dict(self._ask("public", exercise, seed))

    def check(self, exercise: str, seed: int, part: str, raw: Any) -> Verdict:
        """The verdict on one part; ``raw`` as :func:`workshop.service.forms.read` gives it, or a plain value."""
        verdict: Verdict = self._ask("check", exercise, seed, part, raw)
        return verdict

    def judge(self, exercise: str, seed: int, answers: Mapping[str, Any]) -> dict[str, Verdict]:
        """Verdicts on a whole submission, functions excepted (:meth:`judge_calls`)."""
        return dict(self._ask("judge", exercise, seed, dict(answers)))

    def calls(self, exercise: str, seed: int, part: str, *, visible_only: bool = False) -> list[Call]:
        """The calls of a trainee's function that a function part asks for."""
        return list(self._ask("calls", exercise, seed, part, visible_only))

    def judge_calls(
        self,
        exercise: str,
        seed: int,
        part: str,
        outcomes: Mapping[str, Outcome],
        *,
        visible_only: bool = False,
    ) -> Verdict:
        """The verdict on a function from the outcomes of :meth:`calls`, by check id.

        ``visible_only``: only the checks that trainees may know of count, for practice.
        """
        verdict: Verdict = self._ask("judge_calls", exercise, seed, part, dict(outcomes), visible_only)
        return verdict

    def notebook(self, exercise: str, seed: int) -> bytes:
        """The release notebook of this variant, without key."""
        return bytes(self._ask("notebook", exercise, seed))

    def source(self, exercise: str) -> bytes:
        """The instructor's notebook of the base variant: holds the key, belongs into ``source/`` only."""
        return bytes(self._ask("source", exercise))

    def answers(self, exercise: str, seed: int) -> dict[str, Any]:
        """Facts, key and typical wrong answers of a variant: for the facilitator's command line, not for pages."""
        return dict(self._ask("answers", exercise, seed))

    def prove(self, exercise: str, variants: int = 20) -> list[tuple[str, str]]:
        """What is in doubt about an exercise, over this many variants: (part, Indonesian sentence)."""
        return list(self._ask("prove", exercise, variants))

    def _ask(self, question: str, exercise: str, *rest: Any) -> Any:
        with self._lock:
            if self._socket is None:
                raise ExaminerStoppedError(exercise=exercise)
            try:
                self._socket.send((question, (exercise, *rest)))
                if not self._socket.poll(PATIENCE):
                    self._stop()
                    raise ExaminerStoppedError(exercise=exercise)
                answered, value = self._socket.recv()
            except (OSError, EOFError) as error:
                if isinstance(error, ExaminerStoppedError):
                    raise
                raise ExaminerStoppedError(exercise=exercise) from None
        if not answered:
            raise value
        return value

    def _stop(self) -> None:
        if self._process is not None:
            self._process.kill()
