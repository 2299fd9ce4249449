"""The warm process: knows no key, imports once, forks a closed room per submission.

Started by ``warm.WarmProcess`` with an empty environment, as ``python -I``. At the full level it is process 1 of its own
world; the process that was started only waits for it, so that killing that one ends everything.
It stays single-threaded, because only then a fork is whole.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import select
import signal
import socket
import sys
import tempfile
from collections.abc import Iterator
from typing import Any, NoReturn

from grading.room import libc, walls, world
from grading.room.font_cache import FontCache
from grading.room.limits import Limits

_MOST_REQUEST = 4096
_SIGNS = "_update_set_signature_and_docstring"
_MOST_ROWS = 400  # more than imports leave gaps; an interpreter that places objects otherwise has no rows
NO_WALLS = 119
FORK_FAULT = 120  # exit status of a room that could not close its walls


def main(door_fd: int, level: str, fonts_fd: int) -> int:
    """Process entry; ends when the grader, with its forks, has closed the door. ``fonts_fd``: see ``font_cache``.

    ``level``: which walls; empty for the best that this machine has.
    """
    door = socket.socket(fileno=door_fd)
    for one in (level,) if level else walls.LEVELS:
        pid = os.fork()  # who tries walls cannot take them down again
        if pid == 0:
            os._exit(_closed_in(door, one, fonts_fd))
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        if status != NO_WALLS:
            return status
    return _turn_away(door)


def _closed_in(door: socket.socket, level: str, fonts_fd: int) -> int:
    """Serve within the walls of a level; ``NO_WALLS`` where this machine has not got them all."""
    try:
        outer = walls.prepare(level)
    except OSError:
        return NO_WALLS
    libc.die_with_parent(signal.SIGKILL)
    if level == walls.FULL:
        pid = os.fork()
        if pid:
            os.closerange(3, 1 << 16)
            return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    return _serve(door, outer, FontCache(fonts_fd, level))


def _turn_away(door: socket.socket) -> int:
    """Tell everybody who joins that there is no level."""
    while True:
        message, fds, _, _ = socket.recv_fds(door, _MOST_REQUEST, 1)
        if not message:
            return 1
        _tell(socket.socket(fileno=fds[0]), {"level": ""})


def _tell(control: socket.socket, message: dict[str, Any]) -> None:
    with contextlib.suppress(OSError):
        control.send(json.dumps(message).encode())


def _serve(door: socket.socket, outer: walls.Walls, fonts: FontCache) -> int:
    holding = walls.begin_to_hold(outer)
    gc.disable()
    with tempfile.TemporaryDirectory() as folder:  # libraries insist on a place for their settings
        os.environ |= {"MPLCONFIGDIR": folder, "IPYTHONDIR": folder}
        fonts.give(folder)
        shell, steady = warm_up()
        fonts.take(folder)
    if not walls.succeeded(holding):
        return NO_WALLS
    outer.settle()
    libc.die_with_parent(signal.SIGKILL)  # once more: a change of user has made it forget
    # a folder that rooms may not read must not be searched either: a missing module is then missing, not forbidden
    sys.path[:] = [path for path in sys.path if path and world.lies_in(path, outer.readable)]
    sys.path_importer_cache.clear()
    os.environ.clear()
    os.environ |= {"LANG": "C.UTF-8", "HOME": outer.scratch, "PATH": "", "OPENBLAS_NUM_THREADS": "1"}
    _gaps = _filled_gaps()  # kept as long as rooms are made
    gc.freeze()  # what imports left behind goes along: to look for it takes longer than a submission
    return Zygote(door, outer, shell, steady).serve()


def warm_up() -> tuple[Any, Any]:
    """Import what notebooks want and use it once; the shell, and how all that was imported looks."""
    with _undescribed():
        for name in ("numpy", "pandas", "matplotlib.pyplot", "matplotlib_inline.backend_inline", "kpi_sim"):
            with contextlib.suppress(ImportError):
                __import__(name)
    from grading.room import arrays, figures, frames, hot_code, inside, plain, rehearsal, remote, shell  # noqa: F401

    hot_code.lay_together(hot_code.listed())
    made = shell.make_shell()
    rehearsal.rehearse(made)
    return made, inside.Steady()


@contextlib.contextmanager
def _undescribed() -> Iterator[None]:
    """Import matplotlib without lists of all properties of all that can be drawn, in docstrings and signatures.

    To write them takes a third of the time of that import, and in a room nobody reads them.
    """
    try:
        from matplotlib import artist
    except ImportError:
        yield
        return
    listed, artist.kwdoc = artist.kwdoc, lambda artist: ""
    signed = vars(artist.Artist).get(_SIGNS)  # not public: where a version has it not, nothing is saved
    if signed is not None:
        setattr(artist.Artist, _SIGNS, classmethod(_mark_as_signed))
    try:
        yield
    finally:
        artist.kwdoc = listed
        if signed is not None:
            setattr(artist.Artist, _SIGNS, signed)


def _mark_as_signed(kind: Any) -> None:
    # by which a class that is made later knows that it may have a signature of its own
    kind.set._autogenerated_signature = True


def _filled_gaps() -> list[object]:
    """Objects in the places that imports have left free in between.

    What a room makes then lies together in new memory. Otherwise it lands in hundreds of old pages, and the kernel
    copies each of them. Python keeps objects of a size together, up to 512 bytes; sixteen in a row are in new memory.
    """
    kept: list[object] = []
    for size in range(32, 513, 16):
        for _ in range(_MOST_ROWS):
            row = [bytes(size - 33) if size > 32 else complex(part) for part in range(16)]
            kept += row
            if id(row[-1]) - id(row[0]) == 15 * size:
                break
    return kept


class Zygote:
    """Makes a host for each process that joins: none waits until rooms of another are forked."""

    def __init__(self, door: socket.socket, outer: walls.Walls, shell: Any, steady: Any) -> None:
        self.door, self.outer, self.shell, self.steady = door, outer, shell, steady
        signal.signal(signal.SIGCHLD, lambda *_: self._bury(os.WNOHANG))

    def serve(self) -> int:
        """Until nobody can join any more and all hosts have ended, each with whom it serves."""
        while True:
            message, fds, _, _ = socket.recv_fds(self.door, _MOST_REQUEST, 1)
            if not message:
                return self._bury(0)
            control = socket.socket(fileno=fds[0])
            if os.fork() == 0:
                try:
                    self.door.close()
                    libc.die_with_parent(signal.SIGKILL)
                    Host(control, self.outer, self.shell, self.steady).serve()
                finally:
                    os._exit(0)
            control.close()

    def _bury(self, options: int) -> int:
        """Wait for hosts: those that have ended, or all."""
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, options)[0]:
                pass
        return 0


class Host:
    """Forks on request, kills on request, tells how each room ended."""

    def __init__(self, control: socket.socket, outer: walls.Walls, shell: Any, steady: Any) -> None:
        self.control, self.outer, self.shell, self.steady = control, outer, shell, steady
        self.rooms: dict[int, int] = {}  # number of the room -> process
        self.woken, wake = os.pipe()
        for fd in (self.woken, wake):
            os.set_blocking(fd, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(wake, warn_on_full_buffer=False)

    def serve(self) -> None:
        """Until whom it serves is gone: so are the rooms."""
        _tell(self.control, {"level": self.outer.level})
        while True:
            ready, _, _ = select.select([self.woken, self.control.fileno()], [], [])
            if self.woken in ready:
                with contextlib.suppress(BlockingIOError):
                    os.read(self.woken, 4096)
            self._collect()
            if self.control.fileno() in ready and not self._answer():
                break
        for pid in self.rooms.values():
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)

    def _answer(self) -> bool:
        try:
            message, fds, _, _ = socket.recv_fds(self.control, _MOST_REQUEST, 1)
        except ConnectionError:  # gone without having read all that it was told
            return False
        if not message:
            return False
        request = json.loads(message)
        if "open" in request:
            self._open(request, fds[0])
        elif request["kill"] in self.rooms:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.rooms[request["kill"]], signal.SIGKILL)
        return True

    def _open(self, request: dict[str, Any], fd: int) -> None:
        self.outer.before_fork()
        pid = os.fork()
        if pid == 0:
            self._be_a_room(request, fd)
        self.outer.after_fork()
        os.close(fd)
        self.rooms[request["open"]] = pid

    def _be_a_room(self, request: dict[str, Any], fd: int) -> NoReturn:
        """In the fork: close all descriptors but the line, put up the walls, then serve."""
        code = FORK_FAULT
        try:
            limits, branching = Limits(**request["limits"]), request["branching"]
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            signal.signal(signal.SIGINT, signal.default_int_handler)
            line = 3
            os.dup2(fd, line)
            os.closerange(line + 1, 1 << 16)
            self.outer.enter(limits, request["folder"], branching=branching)
            gc.enable()
            # modules beside the notebook, after all that is installed: none can stand before pandas
            sys.path.append("")
            from grading.room.inside import Inside

            code = 0
            branch_filter = self.outer.filter if branching else b""
            Inside(self.shell, socket.socket(fileno=line), limits, self.steady, branch_filter).serve()
        except BaseException:  # a room that fails for whatever reason is a room that has ended
            code = code or 1
        os._exit(code)

    def _collect(self) -> None:
        for number, pid in list(self.rooms.items()):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                del self.rooms[number]
                _tell(self.control, {"ended": number, "status": os.waitstatus_to_exitcode(status)})
