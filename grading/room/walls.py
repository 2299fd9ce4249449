"""How a room is closed: which walls this machine offers, and the order in which they go up.

Two levels, and no third: where neither is to be had, answers that need running are not run.

    namespaces+landlock+seccomp   own users, processes, network, mounts: others are not refused, they do not exist
    landlock+seccomp              same process table and mounts, but no file, socket, signal or program can be reached
"""

from __future__ import annotations

import contextlib
import os
import resource
import signal
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from grading.room import landlock, libc, seccomp, world
from grading.room.limits import Limits

FULL = "namespaces+landlock+seccomp"
REDUCED = "landlock+seccomp"
LEVELS = (FULL, REDUCED)
NOBODY = 65534
_ALL_NAMESPACES = libc.NEW_USER | libc.NEW_MOUNTS | libc.NEW_PID | libc.NEW_NET | libc.NEW_IPC | libc.NEW_UTS


@dataclass
class Walls:
    """What the zygote prepared; ``enter`` is called in each fork."""

    level: str
    readable: list[str]
    filter: bytes
    branching_filter: bytes
    proc: int  # descriptor of /proc as it was outside; closed by ``settle``
    own_processes: int = -1  # descriptor of the zygote's own process namespace
    mapped_bytes: int = 0

    @property
    def scratch(self) -> str:
        """The folder in which a room writes."""
        return world.scratch_for(self.readable)

    def settle(self) -> None:
        """In the zygote, when all is imported: note what later forks need, give up what is left of rights."""
        with open("self/statm", opener=self._in_proc) as sizes:
            self.mapped_bytes = int(sizes.read().split()[0]) * resource.getpagesize()
        if self.level == FULL:
            self.own_processes = os.open("self/ns/pid", os.O_RDONLY | os.O_CLOEXEC, dir_fd=self.proc)
        elif os.geteuid() == 0 and all(map(world.open_to_all, self.readable)):
            _become_nobody()  # else packages lie in a private home: rooms stay root, without any of its powers
        os.close(self.proc)

    def _in_proc(self, path: str, flags: int) -> int:
        return os.open(path, flags, dir_fd=self.proc)

    def before_fork(self) -> None:
        """The next fork becomes process 1 of a namespace of its own."""
        if self.level == FULL:
            libc.unshare(libc.NEW_PID)

    def after_fork(self) -> None:
        """In the zygote: later forks are its own again."""
        if self.level == FULL:
            libc.enter_namespace(self.own_processes, libc.NEW_PID)

    def enter(self, limits: Limits, folder: str = "", *, branching: bool = False) -> None:
        """In the fork: close every wall. Nothing of a trainee has run yet, nothing runs outside them after.

        ``folder``: where data files lie, read-only, at the level without mounts of its own. ``branching``: an
        examiner's room, whose process may fork.
        """
        with contextlib.suppress(OSError):  # process 1 of a namespace may lead a session already
            os.setsid()
        paths = [(path, landlock.READ) for path in self.readable]
        paths += [(path, landlock.USE if path == "/dev/null" else landlock.READ) for path in world.DEVICES]
        if self.level == FULL:
            self._enter_namespaces(limits)
            paths.append((self.scratch, landlock.WRITE))
        elif folder:
            os.chdir(folder)
            paths.append((folder, landlock.READ))
        self._limit(limits)
        libc.no_new_privileges()
        libc.drop_capabilities()
        libc.die_with_parent(
            signal.SIGKILL
        )  # of use where there is no namespace to end with the warm process
        landlock.restrict(paths)
        libc.filter_system_calls(self.branching_filter if branching else self.filter)

    def _enter_namespaces(self, limits: Limits) -> None:
        libc.unshare(libc.NEW_MOUNTS | libc.NEW_NET | libc.NEW_IPC | libc.NEW_UTS)
        size = f"size={limits.scratch_bytes},nr_inodes=1024,mode=0777"
        libc.mount("tmpfs", self.scratch, "tmpfs", libc.MS_NOSUID | libc.MS_NODEV | libc.MS_NOEXEC, size)
        os.chdir(self.scratch)
        libc.unshare(libc.NEW_USER)  # its counters make the limit of threads one of this room alone

    def _limit(self, limits: Limits) -> None:
        caps = {
            resource.RLIMIT_AS: self.mapped_bytes + limits.memory_bytes,
            resource.RLIMIT_FSIZE: limits.file_bytes,
            resource.RLIMIT_NOFILE: limits.open_files,
            resource.RLIMIT_CPU: int(limits.total_seconds) + 5,
            resource.RLIMIT_CORE: 0,
            resource.RLIMIT_MEMLOCK: 0,
        }
        if self.level == FULL:
            caps[resource.RLIMIT_NPROC] = limits.threads
        for what, most in caps.items():
            hard = resource.getrlimit(what)[1]
            most = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(what, (most, most))


def usable_level() -> str:
    """The best level that this machine lets throw-away processes reach; "" where there is none."""
    return next((level for level in LEVELS if reachable(level)), "")


def reachable(level: str) -> bool:
    """Whether this machine offers all walls of ``level``, tried in a throw-away process."""
    return _succeeds(partial(_try, level))


def _try(level: str) -> bool:
    return succeeded(begin_to_hold(prepare(level)))


def begin_to_hold(walls: Walls) -> int:
    """Try in a throw-away process whether a room can be closed within these walls; ask ``succeeded`` about it."""
    return _begin(partial(_close_one, walls))


def _close_one(walls: Walls) -> None:
    walls.settle()
    walls.before_fork()
    if not _succeeds(lambda: walls.enter(Limits())):
        raise OSError("a wall does not close")


def _succeeds(action: Callable[[], object]) -> bool:
    """Whether ``action`` ends without exception in a fork of its own."""
    return succeeded(_begin(action))


def _begin(action: Callable[[], object]) -> int:
    pid = os.fork()
    if pid == 0:
        with contextlib.suppress(BaseException):
            os._exit(0 if action() is not False else 1)
        os._exit(1)
    return pid


def succeeded(pid: int) -> bool:
    """Whether a throw-away process has ended well; waits for it."""
    return os.waitpid(pid, 0)[1] == 0


def prepare(level: str) -> Walls:
    """Put the calling process into the outer walls of ``level``; ``OSError`` where the machine does not allow it.

    At the full level the caller has to fork next: that child is process 1 of the warm world.
    """
    if landlock.version() == 0:
        raise OSError("no landlock")
    proc = os.open("/proc", os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    own = level == FULL
    filters = (
        seccomp.compile_filter(own_files=own),
        seccomp.compile_filter(branching=True, own_files=own),
    )
    walls = Walls(level, world.readable_paths(), *filters, proc)
    if level != FULL:
        return walls
    if os.geteuid() == 0:  # packages may lie where only root can look: build the world first
        libc.unshare(libc.NEW_MOUNTS)
        world.build(walls.readable)
        _become_nobody()
        _enter_outer_namespaces(proc)
    else:
        _enter_outer_namespaces(proc)
        world.build(walls.readable)
    return walls


def _become_nobody() -> None:
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)
    libc.own_proc_again()


def _enter_outer_namespaces(proc: int) -> None:
    user, group = os.geteuid(), os.getegid()
    libc.unshare(_ALL_NAMESPACES)
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{user} {user} 1"),
        ("gid_map", f"{group} {group} 1"),
    ):
        fd = os.open(f"self/{name}", os.O_WRONLY, dir_fd=proc)
        try:
            os.write(fd, text.encode())
        finally:
            os.close(fd)
