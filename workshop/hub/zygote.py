"""The warm process of the notebook track: imports JupyterLab and the kernel once, then forks a server into each cage.

Started by ``warm`` with a clean environment, so that its memory (which every fork can read) holds no secret::

    hub ── a cage's process, user, arguments, environment ──► warm process (one thread, never runs a trainee's code)
                                                               │ fork: enters the cage's namespaces, forks once more, ends
                                                               ▼
             in the cage: gives up every right, looks whether it is so, then is two processes:
                            the source of this trainee's kernels (``warm_kernels``) and JupyterLab

Bubblewrap builds the cage and holds it; what is done here is to enter it and to drop rights. All memory of what was
imported is shared until somebody writes to it: a server costs a fraction of a started one, and a kernel starts at once.
"""

from __future__ import annotations

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
from workshop.hub import cage, inside
from workshop.warm_kernels import forkserver, wire
from workshop.warm_kernels import zygote as kernels

CAGE, LOG, HOLD = range(3)  # order of the descriptors of a request
LOWEST_FREE = 4  # 0, 1, 2 are the streams of a server, 3 keeps its cage
PRELOAD = (*forkserver.DEFAULT_PRELOAD, "kpi_sim", "labui")
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
    "zmq.eventloop.zmqstream",
)


def main(control_fd: int) -> int:
    """Process entry; ends when the hub closes the control socket."""
    control = socket.socket(fileno=control_fd)
    libc.die_with_parent(signal.SIGKILL)
    gc.disable()
    for name in SERVER_MODULES:
        importlib.import_module(name)
    kernels.preload(list(PRELOAD))
    for name in [name for name in sys.modules if name.partition(".")[0] == "grading"]:
        del sys.modules[name]  # not to be found by what a trainee writes
    gc.collect()
    gc.freeze()
    wire.send(control, {"ready": True, "threads": kernels.thread_count()})
    request = serve(control)
    return be_a_server(*request) if request else 0


def serve(control: socket.socket) -> tuple[dict[str, Any], list[int]] | None:
    """Answer requests until the hub is gone (``None``); in the fork that is to become a server: its request."""
    while True:
        received = wire.receive(control, 3)
        if received is None:
            return None
        message, fds = received
        pid = os.fork()
        if pid == 0:
            control.close()
            enter(fds[CAGE], message["uid"] is None)
            return received
        _, status = os.waitpid(pid, 0)  # it has only entered and forked
        for fd in fds:
            os.close(fd)
        wire.send(control, {"exit": os.waitstatus_to_exitcode(status)})


def enter(process: int, own_users: bool) -> None:
    """Go where ``process`` (a pidfd) is. The caller ends here; what goes on is its child, inside for good."""
    spaces = libc.NEW_MOUNTS | libc.NEW_PID | libc.NEW_NET | libc.NEW_IPC | libc.NEW_UTS
    try:
        libc.enter_namespace(process, spaces | (libc.NEW_USER if own_users else 0))
        if os.fork():
            os._exit(0)
    except BaseException:
        os._exit(1)


def be_a_server(message: dict[str, Any], fds: list[int]) -> int:
    """In the cage: give up all rights, then be the trainee's JupyterLab (or the source of its kernels)."""
    try:
        take_streams(fds)
        give_up_rights(message["uid"])
    except BaseException as fault:
        os.write(2, f"the cage was not closed: {fault!r}\n".encode())
        os._exit(1)
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
        os.close(LOWEST_FREE - 1)
        return kernels.serve(theirs, owner)
    theirs.close()
    forkserver.adopt(ours, source, dict(os.environ), forkserver.DEFAULT_PRELOAD)
    gc.enable()  # never gc.unfreeze(): see warm_kernels
    # its default was read from the environment when jupyterhub was imported, long before this server was wanted
    place = f"--HubAuth.base_url={os.environ['JUPYTERHUB_SERVICE_PREFIX']}"
    inside.main([*message["arguments"], place])
    return 0


def take_streams(fds: list[int]) -> None:
    """Standard streams, the descriptor that keeps the cage, and nothing else of the warm process."""
    os.setsid()
    null = os.open(os.devnull, os.O_RDONLY)
    first = 100  # out of the way of the numbers that are to be taken
    for number, fd in enumerate((null, fds[LOG], fds[LOG], fds[HOLD])):
        os.dup2(fd, first + number)
    for number in range(LOWEST_FREE):
        os.dup2(first + number, number)
    os.set_inheritable(LOWEST_FREE - 1, False)
    os.closerange(LOWEST_FREE, 1 << 16)
    signal.signal(signal.SIGINT, signal.default_int_handler)


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
    status = dict(line.split(":\t", 1) for line in Path("/proc/self/status").read_text().splitlines())
    rights = {status[name] for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")}
    if set("".join(rights)) != {"0"} or status["NoNewPrivs"] != "1" or os.geteuid() == 0:
        raise PermissionError("rights are left")


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
