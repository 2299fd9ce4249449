"""The keeper's side of the warm process: makes a cage, asks for a server in it, and starts plainly where that fails."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

from workshop import paths
from workshop.hub.cage import HOME, Cage
from workshop.warm_kernels import PROVISIONER_NAME, wire

WARM_UP_SECONDS = 60.0
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


class WarmServers:
    """One warm process, made again when it has ended."""

    def __init__(self, folder: Path) -> None:
        self.folder = (
            folder  # libraries insist on a place for their settings; kept, for it takes time to fill
        )
        self._turn = asyncio.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._ready = False

    def warm_up(self) -> None:
        """Start the warm process unless it runs. It imports for some seconds; nobody waits for that here.

        Raises:
            NotWarmError: the machine refuses.
        """
        if self._process is not None and self._process.poll() is None:
            return
        if self._control is not None:
            self._control.close()
        try:
            self.folder.mkdir(mode=0o700, exist_ok=True)
            self._begin()
        except OSError as fault:
            raise NotWarmError(str(fault)) from fault

    def stay_warm(self) -> None:
        """Make it again when it has served and has ended, so that the next trainee does not wait for its imports.

        One that ended before it served is made again when it is needed, which is where a fault is told.
        """
        if self._ready and not self._turn.locked():
            self.warm_up()

    def _begin(self) -> None:
        ours, theirs = socket.socketpair()
        environment = {
            **PLAIN,
            "PYTHONPATH": os.pathsep.join([str(paths.ROOT), str(paths.COURSE)]),
            "HOME": HOME,  # read by what is imported, and the same in every cage
            "MPLCONFIGDIR": str(self.folder),
            "MPLBACKEND": "module://matplotlib_inline.backend_inline",
            "OPENBLAS_NUM_THREADS": "1",
            "OMP_NUM_THREADS": "1",
            "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        }
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "workshop.hub.zygote", str(theirs.fileno())],
                env=environment,
                cwd="/",
                stdin=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
            )
        ours.settimeout(WARM_UP_SECONDS)
        self._control, self._ready = ours, False

    async def start(
        self, cage: Cage, arguments: list[str], env: dict[str, str], log: int
    ) -> tuple[subprocess.Popen[bytes], int]:
        """A server in its cage; gives bubblewrap's process, which lives as long as the server, and the server's.

        Raises:
            NotWarmError: the machine refuses, or the warm process does not answer.
        """
        async with self._turn:  # started here, not in a thread: both die with the thread that started them
            self.warm_up()
            await asyncio.to_thread(self._wait_until_warm)
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

    def _wait_until_warm(self) -> None:
        if self._ready:
            return
        hello = self._hear()
        if hello.get("threads") != 1:
            raise NotWarmError(f"the warm process has {hello.get('threads')} threads")
        assert self._control
        self._control.settimeout(ANSWER_SECONDS)
        self._ready = True

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
            self._give_up()
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
            self._give_up()
            raise NotWarmError(str(fault)) from fault
        if received is None:
            self._give_up()
            raise NotWarmError("the warm process has ended")
        return received[0]

    def _give_up(self) -> None:
        """An answer that comes late would be taken for the next one's: begin again with a new process."""
        if self._process is not None:
            _end(self._process)

    def close(self) -> None:
        """End the warm process; servers stay."""
        self._give_up()
        if self._control is not None:
            self._control.close()


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
