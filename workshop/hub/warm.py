"""The keeper's side of the warm process: makes a cage, asks for a server in it, and starts plainly where that fails."""

from __future__ import annotations

import asyncio
import json
import os
import select
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple

from workshop import paths
from workshop.hub.cage import HOME, Cage
from workshop.warm_kernels import PROVISIONER_NAME, wire

WARM_UP_SECONDS = 60.0
BACK_SECONDS = 10.0  # in which the supervisor has started a warm process again that has ended
ANSWER_SECONDS = 20.0
# what keeps a cage while its server runs: says that the cage is ready, ends when the server's end of a pipe is closed
HOLD = ["sh", "-c", "echo; exec cat"]
# what a forked server has in its environment beside what a plain one has
FORKED = {"JUPYTER_DEFAULT_PROVISIONER_NAME": PROVISIONER_NAME}
PLAIN = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8"}


class NotWarmError(RuntimeError):
    """A server cannot be forked this time; start it plainly."""


class Caged(NamedTuple):
    """A cage that is ready: bubblewrap's process, a pidfd of the first process inside, the pipe that keeps it."""

    process: subprocess.Popen[bytes]
    first: int
    hold: int


def command(name: str, folder: Path) -> tuple[list[str], dict[str, str]]:
    """Command and *whole* environment of the warm process that listens at ``name``: every fork can read them.

    Args:
        name: name of its socket.
        folder: where libraries that insist on it keep their settings; stays, for it takes time to fill.
    """
    environment = {
        **PLAIN,
        "PYTHONPATH": os.pathsep.join([str(paths.ROOT), str(paths.COURSE)]),
        "HOME": HOME,  # read by what is imported, and the same in every cage
        "MPLCONFIGDIR": str(folder),
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    }
    return [sys.executable, "-P", "-m", "workshop.hub.zygote", name], environment


class WarmServers:
    """The warm process as the keeper knows it; connected to again where it was started again."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._turn = asyncio.Lock()
        self._control: socket.socket | None = None
        self._patience = BACK_SECONDS

    async def start(
        self, cage: Cage, arguments: list[str], env: dict[str, str], log: int
    ) -> tuple[subprocess.Popen[bytes], int]:
        """A server in its cage; gives bubblewrap's process, which lives as long as the server, and the server's.

        Raises:
            NotWarmError: the machine refuses, or the warm process does not answer.
        """
        async with self._turn:  # a cage is made here, not in a thread: it dies with the thread that made it
            await asyncio.to_thread(self._connect)
            caged = await self._make(cage, log)
            message = {"arguments": arguments, "env": env, "uid": cage.uid}
            try:
                server = await asyncio.to_thread(self._ask, message, (caged.first, log, caged.hold))
            except NotWarmError:
                _end(caged.process)
                raise
            finally:
                os.close(caged.first)
                os.close(caged.hold)
            return caged.process, server

    def _connect(self) -> None:
        """Reach the warm process, which may be just being started again; one that was missed is not waited for twice."""
        if self._control is not None and not _ended(self._control):
            return
        end = time.monotonic() + self._patience
        self._patience = 0.0
        while True:
            try:
                self._reach()
            except NotWarmError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.1)
            else:
                self._patience = BACK_SECONDS
                return

    def _reach(self) -> None:
        self.close()
        self._control = socket.socket(socket.AF_UNIX)
        self._control.settimeout(WARM_UP_SECONDS)
        try:
            self._control.connect(f"\0{self._name}")
        except OSError as fault:
            raise NotWarmError("there is no warm process") from fault
        hello = self._hear()
        if hello.get("threads") != 1:
            raise NotWarmError(f"the warm process has {hello.get('threads')} threads")
        self._control.settimeout(ANSWER_SECONDS)

    async def _make(self, cage: Cage, log: int) -> Caged:
        told, tell = os.pipe()
        kept, hold = os.pipe()
        try:
            process = subprocess.Popen(
                cage.command(HOLD, "--info-fd", str(tell)),
                env=PLAIN,
                stdin=kept,
                stdout=subprocess.PIPE,
                stderr=log,
                pass_fds=[tell],
                start_new_session=True,
            )
        except OSError as fault:
            os.close(hold)
            os.close(told)
            raise NotWarmError(str(fault)) from fault
        finally:
            os.close(tell)
            os.close(kept)
        try:
            return Caged(process, await asyncio.to_thread(_first_process, process, told), hold)
        except (OSError, ValueError, KeyError) as fault:
            process.kill()
            os.close(hold)
            raise NotWarmError(f"no cage: {fault!r}") from fault

    def _ask(self, message: dict[str, Any], fds: tuple[int, ...]) -> int:
        assert self._control
        try:
            wire.send(self._control, message, fds)
        except OSError as fault:
            self.close()
            raise NotWarmError(str(fault)) from fault
        answer = self._hear()
        if "pid" not in answer:
            raise NotWarmError("the cage was not entered; the reason is in notebook.log")
        return int(answer["pid"])

    def _hear(self) -> dict[str, Any]:
        assert self._control
        try:
            received = wire.receive(self._control)
        except (OSError, ValueError) as fault:
            self.close()  # an answer that comes late would be taken for the next one's
            raise NotWarmError(str(fault)) from fault
        if received is None:
            self.close()
            raise NotWarmError("the warm process has ended")
        return received[0]

    def close(self) -> None:
        """Let go of the warm process; servers stay."""
        if self._control is not None:
            self._control.close()
            self._control = None


def _ended(control: socket.socket) -> bool:
    """Whether the other side is gone; it says nothing unless asked."""
    return bool(select.select([control], [], [], 0)[0])


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()


def _first_process(process: subprocess.Popen[bytes], told: int) -> int:
    """A pidfd of the first process in the cage, once all is in place there."""
    assert process.stdout
    with os.fdopen(told) as facts:
        first = os.pidfd_open(int(json.load(facts)["child-pid"]))
    with process.stdout as line:
        if line.readline() != b"\n":
            os.close(first)
            raise OSError("it ended at once")
    return first
