"""The warm process: knows no key, imports once, forks a closed room per submission.

Started by ``rooms.Rooms`` with an empty environment, as ``python -I``. At the full level it is process 1 of its own
world; the process that ``rooms`` started only waits for it, so that killing that one ends everything.
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
_MOST_ROWS = 400  # more than imports leave gaps; an interpreter that places objects otherwise has no rows
FORK_FAULT = 120  # exit status of a room that could not close its walls


def main(door_fd: int, level: str, fonts_fd: int) -> int:
    """Process entry; ends when the grader, with its forks, has closed the door. ``fonts_fd``: see ``font_cache``."""
    door = socket.socket(fileno=door_fd)
    level = level or walls.usable_level()
    if not level:
        return _turn_away(door)
    try:
        outer = walls.prepare(level)
    except OSError:
        return _turn_away(door)
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
    gc.disable()
    with tempfile.TemporaryDirectory() as folder:  # libraries insist on a place for their settings
        os.environ |= {"MPLCONFIGDIR": folder, "IPYTHONDIR": folder}
        fonts.give(folder)
        shell, steady = _warm_up()
        fonts.take(folder)
    outer.settle()
    if outer.level == walls.FULL:
        libc.die_with_parent(signal.SIGKILL)  # after settle: a change of user would forget it
    # a folder that rooms may not read must not be searched either: a missing module is then missing, not forbidden
    sys.path[:] = [path for path in sys.path if path and world.lies_in(path, outer.readable)]
    sys.path_importer_cache.clear()
    os.environ.clear()
    os.environ |= {"LANG": "C.UTF-8", "HOME": outer.scratch, "PATH": "", "OPENBLAS_NUM_THREADS": "1"}
    _gaps = _filled_gaps()  # kept as long as rooms are made
    gc.freeze()  # what imports left behind goes along: to look for it takes longer than a submission
    return Zygote(door, outer, shell, steady).serve()


def _warm_up() -> tuple[Any, Any]:
    """Import what notebooks want and use it once; the shell, and how all that was imported looks."""
    with _undescribed():
        for name in ("numpy", "pandas", "matplotlib.pyplot", "matplotlib_inline.backend_inline", "kpi_sim"):
            with contextlib.suppress(ImportError):
                __import__(name)
    from grading.room import arrays, figures, frames, inside, plain, rehearsal, remote, shell  # noqa: F401

    made = shell.make_shell()
    rehearsal.rehearse(made)
    return made, inside.Steady()


@contextlib.contextmanager
def _undescribed() -> Iterator[None]:
    """Import matplotlib without lists of all properties of all that can be drawn in its docstrings.

    To write them takes a quarter of the time of that import, and in a room nobody reads them.
    """
    try:
        from matplotlib import artist
    except ImportError:
        yield
        return
    listed, artist.kwdoc = artist.kwdoc, lambda artist: ""
    try:
        yield
    finally:
        artist.kwdoc = listed


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
    """Forks on request, kills on request, tells how each room ended: to each process that joined, of its own rooms."""

    def __init__(self, door: socket.socket, outer: walls.Walls, shell: Any, steady: Any) -> None:
        self.door, self.outer, self.shell, self.steady = door, outer, shell, steady
        self.controls: dict[int, socket.socket] = {}  # descriptor -> line to a process that joined
        self.rooms: dict[tuple[int, int], int] = {}  # (that descriptor, its number of the room) -> process
        self.woken, wake = os.pipe()
        for fd in (self.woken, wake):
            os.set_blocking(fd, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(wake, warn_on_full_buffer=False)

    def serve(self) -> int:
        """Until the grader is gone."""
        while True:
            ready, _, _ = select.select([self.door.fileno(), self.woken, *self.controls], [], [])
            if self.woken in ready:
                with contextlib.suppress(BlockingIOError):
                    os.read(self.woken, 4096)
            self._collect()
            for control in self.controls.keys() & ready:
                if not self._answer(control):
                    self._part(control)
            if self.door.fileno() in ready and not self._welcome():
                break
        for pid in self.rooms.values():
            os.kill(pid, signal.SIGKILL)
        return 0

    def _welcome(self) -> bool:
        """Somebody joins; false when nobody can any more."""
        message, fds, _, _ = socket.recv_fds(self.door, _MOST_REQUEST, 1)
        if not message:
            return False
        control = socket.socket(fileno=fds[0])
        self.controls[control.fileno()] = control
        _tell(control, {"level": self.outer.level})
        return True

    def _part(self, control: int) -> None:
        """Somebody is gone: so are the rooms."""
        self.controls.pop(control).close()
        for key, pid in list(self.rooms.items()):
            if key[0] == control:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
                del self.rooms[key]

    def _answer(self, control: int) -> bool:
        try:
            message, fds, _, _ = socket.recv_fds(self.controls[control], _MOST_REQUEST, 1)
        except ConnectionError:  # gone without having read all that it was told
            return False
        if not message:
            return False
        request = json.loads(message)
        if "open" in request:
            self._open(control, request, fds[0])
        elif (room := (control, request["kill"])) in self.rooms:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.rooms[room], signal.SIGKILL)
        return True

    def _open(self, control: int, request: dict[str, Any], fd: int) -> None:
        self.outer.before_fork()
        pid = os.fork()
        if pid == 0:
            self._be_a_room(request, fd)
        self.outer.after_fork()
        os.close(fd)
        self.rooms[control, request["open"]] = pid

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
        for room, pid in list(self.rooms.items()):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                del self.rooms[room]
                control, number = room
                _tell(self.controls[control], {"ended": number, "status": os.waitstatus_to_exitcode(status)})
