"""The warm process of the notebook track: imports JupyterLab and the kernel once, then forks a server into each cage.

Started by the supervisor with a clean environment, so that its memory (which every fork can read) holds no secret. It
outlives a keeper that dies: the next one finds it warm::

    keeper ── a cage's process, user, arguments, environment ──► warm process (one thread, never runs a trainee's code)
                                                               │ fork: enters the cage's namespaces, forks once more, ends
                                                               ▼
             in the cage: gives up every right, looks whether it is so, then is two processes:
                            the source of this trainee's kernels (``warm_kernels``) and JupyterLab

Bubblewrap builds the cage and holds it; what is done here is to enter it and to drop rights. All memory of what was
imported is shared until somebody writes to it: a server costs a fraction of a started one, and a kernel starts at once.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import resource
import signal
import socket
import sys
import time
from pathlib import Path
from typing import Any

from grading.room import libc
from workshop.hub import cage, inside, refusals
from workshop.warm_kernels import forkserver, wire
from workshop.warm_kernels import zygote as kernels

CAGE, LOG, HOLD = range(3)  # order of the descriptors of a request
KEEPER, REPORT = 3, 4  # descriptors in the cage: keeps it; leads back until the rights are gone
CLOSED = b"closed"  # told by who is inside, the number by who stays outside: either may be first
FILTER = refusals.compile_filter()
PRELOAD = (*forkserver.DEFAULT_PRELOAD, "kpi_sim", "labui", "workshop.hub.faults")
# what a server imports while it starts
SERVER_MODULES = (
    "jupyterhub.singleuser.extension",
    "jupyterlab.labapp",
    "jupyterlab.extensions.pypi",
    "jupyterlab.handlers.announcements",
    "jupyterlab_server.translations_handler",
    "jupyter_server.services.kernels.connection.channels",
    "jupyter_server.services.kernels.handlers",
    "jupyter_client.provisioning",
    "workshop.warm_kernels.provisioner",
    "matplotlib_inline.config",
    "sqlite3",
    "workshop.hub.kernels",
    "zmq.eventloop.zmqstream",
)


def main(name: str) -> int:
    """Process entry: listen at the abstract socket ``name`` for one keeper after another."""
    libc.die_with_parent(signal.SIGKILL)
    Path(os.environ["MPLCONFIGDIR"]).mkdir(mode=0o700, exist_ok=True)
    door = socket.socket(socket.AF_UNIX)
    door.bind(f"\0{name}")
    door.listen()  # who connects now waits for the hello
    gc.disable()
    for module in SERVER_MODULES:
        importlib.import_module(module)
    kernels.preload(list(PRELOAD))
    for module in [module for module in sys.modules if module.partition(".")[0] == "grading"]:
        del sys.modules[module]  # not to be found by what a trainee writes
    kernels.settle()
    return be_a_server(serve(door))


def serve(door: socket.socket) -> dict[str, Any]:
    """Answer one keeper after another; returns only in a fork that is to become a server: its request."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the system buries those that end, servers included
    libc.adopt_orphans()
    while True:
        control, _ = door.accept()
        request = hear(door, control)
        if request is not None:
            return request


def hear(door: socket.socket, control: socket.socket) -> dict[str, Any] | None:
    """Answer this keeper until it is gone (``None``); in a fork: the request."""
    with control, contextlib.suppress(OSError, ValueError):  # it may die in the middle of a sentence
        if wire.user_of(control) != os.geteuid():
            return None
        wire.send(control, {"ready": True, "threads": kernels.thread_count()})
        while received := wire.receive(control, 3):
            message, fds = received
            heard, say = os.pipe()
            if os.fork() == 0:
                control.close()
                door.close()
                enter(fds[CAGE], message["uid"] is None, say)
                close_the_cage(message, fds, say)
                return message
            for fd in (*fds, say):
                os.close(fd)
            with os.fdopen(heard, "rb") as report:
                wire.send(control, answer(report.read()))
    return None


def answer(report: bytes) -> dict[str, Any]:
    """What the keeper is told: the server's number, if it is inside and without rights."""
    said = report.split()
    numbers = [int(word) for word in said if word.isdigit()]
    return {"pid": numbers[0]} if numbers and CLOSED in said else {"refused": True}


def enter(process: int, own_users: bool, say: int) -> None:
    """Go where ``process`` (a pidfd) is. The caller ends here; what goes on is its child, inside for good."""
    spaces = libc.NEW_MOUNTS | libc.NEW_PID | libc.NEW_NET | libc.NEW_IPC | libc.NEW_UTS
    try:
        libc.enter_namespace(process, spaces | (libc.NEW_USER if own_users else 0))
        if pid := os.fork():  # its number as the keeper sees it
            os.write(say, b"%d " % pid)
            os._exit(0)
    except BaseException:
        os._exit(1)


def close_the_cage(message: dict[str, Any], fds: list[int], say: int) -> None:
    """In the cage: give up all that the warm process had; only then is the keeper told that there is a server."""
    try:
        take_streams(fds, say)
        give_up_rights(message["uid"])
        os.write(REPORT, CLOSED + b" ")
        os.close(REPORT)
    except BaseException as fault:
        os.write(2, f"the cage was not closed: {fault!r}\n".encode())
        os._exit(1)


def be_a_server(message: dict[str, Any]) -> int:
    """In the cage, without rights: be the trainee's JupyterLab (or the source of its kernels)."""
    os.chdir(cage.HOME)
    os.umask(0o077)
    os.environ.clear()
    os.environ.update(message["env"])
    time.tzset()
    ours, theirs = socket.socketpair()
    owner = os.getpid()
    source = os.fork()
    if source == 0:
        ours.close()
        os.close(KEEPER)
        return kernels.serve(theirs, owner)
    theirs.close()
    forkserver.adopt(ours, source, dict(os.environ), forkserver.DEFAULT_PRELOAD)
    gc.enable()  # never gc.unfreeze(): see warm_kernels
    # its default was read from the environment when jupyterhub was imported, long before this server was wanted
    place = f"--HubAuth.base_url={os.environ['JUPYTERHUB_SERVICE_PREFIX']}"
    inside.main([*message["arguments"], place])
    return 0


def take_streams(fds: list[int], report: int) -> None:
    """Standard streams, what keeps the cage, the way to report, and nothing else of the warm process."""
    os.setsid()
    null = os.open(os.devnull, os.O_RDONLY)
    wanted = [null, fds[LOG], fds[LOG], fds[HOLD], report]
    aside = 100  # out of the way of the numbers that are to be taken
    for number, fd in enumerate(wanted):
        os.dup2(fd, aside + number)
    for number in range(len(wanted)):
        os.dup2(aside + number, number, inheritable=number <= 2)
    os.closerange(len(wanted), 1 << 16)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)


def give_up_rights(uid: int | None) -> None:
    """Become the trainee's user with limits and without any right.

    Raises:
        OSError: something is still allowed.
    """
    for what, most in cage.LIMITS.items():
        resource.setrlimit(what, (most, most))
    libc.no_new_privileges()
    if uid is not None:
        os.setgroups([])
        libc.drop_bounding_set()
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
    libc.drop_capabilities()
    libc.own_proc_again()
    if FILTER:
        libc.filter_system_calls(FILTER)
    status = dict(line.split(":\t", 1) for line in Path("/proc/self/status").read_text().splitlines())
    rights = {status[name] for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")}
    if set("".join(rights)) != {"0"} or status["NoNewPrivs"] != "1" or os.geteuid() == 0:
        raise PermissionError("rights are left")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
