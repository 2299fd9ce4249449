"""The warm process: imports once, then forks one kernel per request (started by ``forkserver``, never by hand).

It stays single-threaded and opens no zmq context and no event loop, because neither survives a fork. The kernel's own
code runs at the top of the stack of the child (``main`` returns from the loop there), so an interpreter that ends does
all that an interpreter does at its end.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import os
import selectors
import signal
import socket
import sys
import traceback
from pathlib import Path
from typing import Any, NamedTuple

from workshop.warm_kernels import wire

PR_SET_PDEATHSIG = 1
FDS_PER_REQUEST = 3  # the kernel's own connection, its stdout, its stderr


# what ipykernel imports only while it starts; never matplotlib_inline, which looks for a shell when imported
KERNEL_MODULES = (
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "ipykernel.zmqshell",
    "ipykernel.debugger",
    "ipykernel.comm",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.history",
    "IPython.core.magics",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "faulthandler",
    "psutil",
    "sqlite3",
    "tornado.platform.asyncio",
    "workshop.warm_kernels.kernel",
)


class Request(NamedTuple):
    """What the child needs to become a kernel."""

    argv: list[str]
    env: dict[str, str]
    cwd: str | None
    connection: socket.socket
    stdout: int
    stderr: int


class Zygote:
    """Waits for requests, forks, reports how each kernel ended."""

    def __init__(self, control: socket.socket, owner: int) -> None:
        self.control = control
        self.owner = owner
        self.kernels: dict[int, socket.socket] = {}  # pid -> its connection
        self.ended: dict[
            int, socket.socket
        ] = {}  # reported, not yet reaped: the owner may still signal its group
        self.selector = selectors.DefaultSelector()
        self.child_signal, wake = os.pipe()
        for fd in (self.child_signal, wake):
            os.set_blocking(fd, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
        self.selector.register(control, selectors.EVENT_READ)
        self.selector.register(self.child_signal, selectors.EVENT_READ)
        self.owner_handle = _process_handle(owner)
        if self.owner_handle is not None:
            self.selector.register(self.owner_handle, selectors.EVENT_READ)

    def serve(self) -> Request | None:
        """Serve until the owner is gone (None), or until this process is the fork that becomes a kernel."""
        while os.getppid() == self.owner:
            for key, _ in self.selector.select(timeout=5.0):
                if key.fileobj is self.control:
                    received = wire.receive(self.control, FDS_PER_REQUEST)
                    if received is None:
                        return None
                    request = self.answer(*received)
                    if request is not None:
                        return request
                elif key.fileobj == self.child_signal:
                    self.collect()
                elif key.fileobj == self.owner_handle:
                    return None
                else:
                    self.connection_ended(key.data)
        return None

    def answer(self, message: dict[str, Any], fds: list[int]) -> Request | None:
        """Fork for a request; returns the request in the child only."""
        if len(fds) != FDS_PER_REQUEST:
            for fd in fds:
                os.close(fd)
            return None
        connection = socket.socket(fileno=fds[0])
        request = Request(message["argv"], message["env"], message["cwd"], connection, fds[1], fds[2])
        threads = thread_count()
        if threads != 1:
            wire.send(connection, {"refused": f"{threads} threads"})
            self._close(request)
            return None
        sys.stdout.flush()
        sys.stderr.flush()
        pid = os.fork()
        if pid == 0:
            self._forget_everything()
            return request
        self.kernels[pid] = connection
        self.selector.register(connection, selectors.EVENT_READ, data=pid)
        os.close(request.stdout)
        os.close(request.stderr)
        with contextlib.suppress(OSError):
            wire.send(connection, {"pid": pid})
        return None

    def _close(self, request: Request) -> None:
        request.connection.close()
        os.close(request.stdout)
        os.close(request.stderr)

    def _forget_everything(self) -> None:
        """In the child: no signal pipe, no other kernel's connection may stay open here."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        self.selector.close()
        for connection in (*self.kernels.values(), *self.ended.values(), self.control):
            connection.close()
        for fd in (self.child_signal, self.owner_handle):
            if fd is not None:
                os.close(fd)

    def collect(self) -> None:
        """Report every kernel that has ended; its process entry stays until the owner has heard."""
        with contextlib.suppress(BlockingIOError):
            while os.read(self.child_signal, 4096):
                pass
        for pid in list(self.kernels):
            state = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            if state is None:
                continue
            connection = self.kernels.pop(pid)
            code = state.si_status if state.si_code == os.CLD_EXITED else -state.si_status
            try:
                wire.send(connection, {"exit": code})
                self.ended[pid] = connection
            except OSError:
                self._reap(pid, connection)

    def connection_ended(self, pid: int) -> None:
        """The owner closed a kernel's connection: it knows of the end, or it is gone itself."""
        connection = self.kernels.pop(pid, None)
        if connection is not None:
            _kill_group(pid)
        else:
            connection = self.ended.pop(pid)
        self._reap(pid, connection)

    def _reap(self, pid: int, connection: socket.socket) -> None:
        with contextlib.suppress(KeyError, ValueError):
            self.selector.unregister(connection)
        connection.close()
        with contextlib.suppress(ChildProcessError):
            os.waitpid(pid, 0)

    def end(self) -> None:
        """The owner is gone: nothing of it stays."""
        for pid in self.kernels:
            _kill_group(pid)


def _kill_group(pid: int) -> None:
    for kill in (os.killpg, os.kill):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            kill(pid, signal.SIGKILL)


def _process_handle(pid: int) -> int | None:
    """Something that becomes readable when the process ends, where the system has it."""
    with contextlib.suppress(AttributeError, OSError):
        return os.pidfd_open(pid)
    return None


def thread_count() -> int:
    """Threads of this process as the system counts them (libraries start some that Python does not know)."""
    try:
        return len(os.listdir("/proc/self/task"))  # noqa: PTH208 (must not allocate much)
    except OSError:
        import threading

        return threading.active_count()


def preload(names: list[str]) -> None:
    """Import what kernels will want; a module that is missing or faulty is left out."""
    for name in [*KERNEL_MODULES, *names]:
        try:
            importlib.import_module(name)
        except Exception as fault:
            if name in names:
                print(f"warm kernels: {name} is not preloaded ({type(fault).__name__})", file=sys.stderr)
    if "matplotlib" in sys.modules:
        with contextlib.suppress(Exception):  # reads every entry point of the environment, once
            importlib.import_module("matplotlib.backends").backend_registry.list_all()


def settle() -> None:
    """After the last import: what is here now is shared by all forks and never looked through again."""
    kernel = sys.modules.get("workshop.warm_kernels.kernel")
    if kernel is not None:
        kernel.settle()
    gc.collect()
    gc.freeze()


def main(argv: list[str] | None = None) -> int:
    """Process entry: ``zygote FD OWNER MODULE…``."""
    fd, owner, *names = sys.argv[1:] if argv is None else argv
    control = socket.socket(fileno=int(fd))
    gc.disable()
    preload(names)
    settle()
    ready = {"ready": True, "threads": thread_count(), "pid": os.getpid()}
    wire.send(control, ready)
    return serve(control, int(owner))


def serve(control: socket.socket, owner: int) -> int:
    """Fork kernels for the process ``owner`` until it is gone, or be one: what is imported here is theirs at once."""
    libc = ctypes.CDLL(None)
    zygote = Zygote(control, owner)
    parent = os.getpid()
    request = zygote.serve()
    if os.getpid() == parent:
        zygote.end()
        return 0
    assert request is not None
    if hasattr(libc, "prctl"):
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    return become_kernel(request, parent)


def become_kernel(request: Request, parent: int) -> int:
    """In the child: take over streams, environment and folder, then run the kernel to its end."""
    from workshop.warm_kernels import kernel

    os.setsid()
    null = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((null, 0), (request.stdout, 1), (request.stderr, 2)):
        os.dup2(source, target)
        if source > 2:
            os.close(source)
    try:
        if request.cwd:
            os.chdir(Path(request.cwd))
        kernel.take_environment({**request.env, "JPY_PARENT_PID": str(parent)})
        return kernel.run(request.argv, lambda: _report_bound(request.connection))
    except SystemExit:
        raise
    except BaseException:
        traceback.print_exc()
        return 1


def _report_bound(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        wire.send(connection, {"bound": True})
    connection.close()


if __name__ == "__main__":
    sys.exit(main())
