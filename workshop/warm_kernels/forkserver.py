"""The owner's side: one zygote per environment, requests to it, and a handle that behaves like ``subprocess.Popen``."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import sysconfig
import threading
import time
from pathlib import Path
from typing import Any, NamedTuple

from workshop.warm_kernels import PRELOAD_VARIABLE, wire

DEFAULT_PRELOAD = ("numpy", "pandas", "matplotlib.pyplot", "ipywidgets")
WARM_UP_SECONDS = 60.0
FORK_SECONDS = 20.0
MOST_ZYGOTES = 3
# read by the interpreter or by libraries when they start: a zygote serves only requests that agree on them
_PREFIXES = (
    "PYTHON",
    "LC_",
    "LD_",
    "DYLD_",
    "OMP_",
    "OPENBLAS_",
    "MKL_",
    "NUMEXPR_",
    "NUMBA_",
    "JUPYTER_",
    "XDG_",
)
_NAMES = {
    "LANG",
    "LANGUAGE",
    "HOME",
    "MPLCONFIGDIR",
    "MATPLOTLIBRC",
    "VIRTUAL_ENV",
    "TMPDIR",
    PRELOAD_VARIABLE,
}
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


# like "-m ipykernel_launcher", which leaves the current folder out of the path; ours is on it only while we import
_BOOT = """import sys
sys.path[:1] = [sys.argv.pop(1)]
from workshop.warm_kernels import zygote
del sys.path[0]
sys.exit(zygote.main(sys.argv[1:]))
"""


class CannotForkError(RuntimeError):
    """A kernel cannot be forked this time; start it plainly."""


class Start(NamedTuple):
    """One kernel to start."""

    argv: list[str]
    env: dict[str, str]
    cwd: str | None
    stdout: int
    stderr: int


class ForkedKernel:
    """Handle of a forked kernel: the part of ``subprocess.Popen`` that ``LocalProvisioner`` uses."""

    stdin = stdout = stderr = None

    def __init__(self, connection: socket.socket, pid: int) -> None:
        self._connection: socket.socket | None = connection
        self._lock = threading.Lock()
        self.pid = pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Exit code, negative signal number, or None while it runs."""
        return self._read(0.0)

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end.

        Raises:
            subprocess.TimeoutExpired: it still runs after ``timeout`` seconds.
        """
        deadline = None if timeout is None else time.monotonic() + timeout
        while (
            self._read(0.2 if deadline is None else max(0.0, min(0.2, deadline - time.monotonic()))) is None
        ):
            if deadline is not None and time.monotonic() >= deadline:
                raise subprocess.TimeoutExpired("forked kernel", timeout or 0.0)
        assert self.returncode is not None
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Signal the kernel, if it still runs."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)

    def _read(self, seconds: float) -> int | None:
        with self._lock:
            while self._connection is not None:
                poller = select.poll()
                poller.register(self._connection, select.POLLIN)
                if not poller.poll(seconds * 1000):
                    return None
                seconds = 0.0
                self._take(self._connection)
            return self.returncode

    def _take(self, connection: socket.socket) -> None:
        try:
            received = wire.receive(connection)
        except (OSError, ValueError):
            received = None
        if received is None:
            self.returncode = -signal.SIGKILL  # the zygote is gone, and with it the kernel
        elif "exit" in received[0]:
            self.returncode = int(received[0]["exit"])
        if self.returncode is not None:
            self._connection = None
            connection.close()


class ForkedZygote:
    """Handle of a zygote that this process forked itself: the part of ``subprocess.Popen`` that ``ForkServer`` uses."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Exit code, or None while it runs."""
        if self.returncode is None:
            try:
                pid, status = os.waitpid(self.pid, os.WNOHANG)
            except ChildProcessError:  # somebody else has heard of its end
                self.returncode = 1
            else:
                self.returncode = os.waitstatus_to_exitcode(status) if pid else None
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end.

        Raises:
            subprocess.TimeoutExpired: it still runs after ``timeout`` seconds.
        """
        deadline = None if timeout is None else time.monotonic() + timeout
        while self.poll() is None:
            if deadline is not None and time.monotonic() >= deadline:
                raise subprocess.TimeoutExpired("forked zygote", timeout or 0.0)
            time.sleep(0.02)
        assert self.returncode is not None
        return self.returncode

    def kill(self) -> None:
        """End it."""
        if self.poll() is None:
            os.kill(self.pid, signal.SIGKILL)


class ForkServer:
    """One zygote and the way to it."""

    def __init__(self, control: socket.socket, process: subprocess.Popen[bytes] | ForkedZygote) -> None:
        self._lock = threading.Lock()
        self._control = control
        self.process = process

    @classmethod
    def start_zygote(cls, env: dict[str, str], preload: tuple[str, ...]) -> ForkServer:
        """A zygote in a new process, warmed up.

        Raises:
            CannotForkError: it does not get ready.
        """
        ours, theirs = socket.socketpair()
        root = str(Path(__file__).resolve().parent.parent.parent)
        argv = [sys.executable, "-c", _BOOT, root, str(theirs.fileno()), str(os.getpid()), *preload]
        with theirs:
            process = subprocess.Popen(
                argv,
                env={**_ONE_THREAD, **env},
                cwd="/",
                stdin=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
        server = cls(ours, process)
        ours.settimeout(WARM_UP_SECONDS)
        try:
            received = wire.receive(ours)
        except OSError as fault:
            server.close()
            raise CannotForkError("the warm process did not get ready") from fault
        if received is None or not received[0].get("ready"):
            server.close()
            raise CannotForkError("the warm process ended while importing")
        if received[0]["threads"] != 1:
            server.close()
            raise CannotForkError(f"the warm process has {received[0]['threads']} threads")
        return server

    @property
    def alive(self) -> bool:
        """Whether the zygote still runs."""
        return self.process.poll() is None

    def start(self, start: Start) -> ForkedKernel:
        """Fork a kernel and wait until its sockets are open.

        Raises:
            CannotForkError: refused, or the zygote or the kernel ended first.
        """
        ours, theirs = socket.socketpair()
        message: dict[str, Any] = {"argv": start.argv, "env": start.env, "cwd": start.cwd}
        try:
            with theirs, self._lock:
                wire.send(self._control, message, (theirs.fileno(), start.stdout, start.stderr))
            ours.settimeout(FORK_SECONDS)
            pid = int(self._expect(ours, "pid"))
            try:
                self._expect(ours, "bound")
            except (CannotForkError, OSError):
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.killpg(pid, signal.SIGKILL)
                raise
        except (OSError, CannotForkError) as fault:
            ours.close()
            raise CannotForkError(str(fault) or type(fault).__name__) from fault
        ours.settimeout(None)
        return ForkedKernel(ours, pid)

    @staticmethod
    def _expect(connection: socket.socket, name: str) -> Any:
        received = wire.receive(connection)
        if received is None or name not in received[0]:
            raise CannotForkError(f"no {name}: {received[0] if received else 'the connection ended'}")
        return received[0][name]

    def close(self) -> None:
        """Let the zygote go; its kernels end with it."""
        self._control.close()
        try:
            self.process.wait(2)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


_servers: dict[str, ForkServer] = {}
_owner = os.getpid()
_lock = threading.Lock()


def preload_from(env: dict[str, str], configured: list[str] | None = None) -> tuple[str, ...]:
    """Modules to import in the zygote: configured, else by variable, else the usual ones of a course."""
    if configured is not None:
        return tuple(configured)
    text = env.get(PRELOAD_VARIABLE, os.environ.get(PRELOAD_VARIABLE))
    return DEFAULT_PRELOAD if text is None else tuple(text.replace(",", " ").split())


def environment_key(env: dict[str, str], preload: tuple[str, ...]) -> str:
    """What two kernels must have in common to come from one zygote; new packages make a new zygote."""
    shared = {name: value for name, value in env.items() if name in _NAMES or name.startswith(_PREFIXES)}
    places = {sysconfig.get_path(kind) for kind in ("purelib", "platlib")}
    stamps = sorted((place, Path(place).stat().st_mtime_ns) for place in places if Path(place).exists())
    text = json.dumps([sys.executable, shared, preload, stamps], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def server_for(env: dict[str, str], preload: tuple[str, ...]) -> ForkServer:
    """The zygote for this environment, started when there is none.

    Raises:
        CannotForkError: it does not get ready, or there are enough of other kinds.
    """
    key = environment_key(env, preload)
    global _owner
    with _lock:
        if os.getpid() != _owner:  # this process is itself a fork: the zygotes belong to its parent
            _servers.clear()
            _owner = os.getpid()
        for old in [name for name, server in _servers.items() if not server.alive]:
            _servers.pop(old).close()
        if key not in _servers:
            if len(_servers) >= MOST_ZYGOTES:
                raise CannotForkError(f"{MOST_ZYGOTES} warm processes for other environments")
            _servers[key] = ForkServer.start_zygote(env, preload)
        return _servers[key]


def adopt(control: socket.socket, pid: int, env: dict[str, str], preload: tuple[str, ...]) -> None:
    """Use a zygote that was forked by this process (it runs ``zygote.serve``) for kernels of this environment."""
    global _owner
    with _lock:
        _servers.clear()
        _owner = os.getpid()
        _servers[environment_key(env, preload)] = ForkServer(control, ForkedZygote(pid))


def close_all() -> None:
    """Let every zygote of this process go (they also go by themselves when it ends)."""
    with _lock:
        while _servers:
            _servers.popitem()[1].close()
