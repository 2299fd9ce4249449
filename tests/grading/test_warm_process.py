"""Several graders share one warm process: each has its own rooms, and none suffers from what becomes of the others."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import Mock

import psutil
import pytest
from rooms import SHORT, levels

from grading.room import zygote
from grading.room.rooms import Rooms
from grading.room.warm import WarmProcess
from kpi_sim.errors import UnknownNameError


@pytest.fixture(params=levels())
def warm(request) -> Iterator[WarmProcess]:
    with WarmProcess(request.param) as started:
        yield started


def family(warm: WarmProcess) -> set[int]:
    return {child.pid for child in psutil.Process(warm.process.pid).children(recursive=True)}


def value_of(rooms: Rooms, source: str) -> object:
    with rooms.open([("a", source)], None, SHORT) as session:
        return session.value("x")


def test_who_leaves_takes_the_own_rooms_along_and_no_other(warm):
    with Rooms(warm.level, warm=warm) as staying, staying.open([("a", "x = 1")], None, SHORT) as session:
        assert session.value("x") == 1
        before = family(warm)
        leaving = Rooms(warm.level, warm=warm)
        assert leaving.process is None
        left = leaving.open([("a", "x = 2")], None, SHORT)
        assert left.value("x") == 2
        mine = family(warm) - before
        assert len(mine) == 2  # the room, and who forked it
        leaving.close()
        assert value_of(staying, "x = 3") == 3
        psutil.wait_procs([psutil.Process(pid) for pid in mine if psutil.pid_exists(pid)], timeout=10)
        assert family(warm) == before
        assert session.value("x") == 1
        left.close()  # nothing to end any more, and no fault


def test_rooms_of_the_same_number_are_told_apart(warm):
    with Rooms(warm.level, warm=warm) as one, Rooms(warm.level, warm=warm) as other:
        first, second = (
            rooms.open([("a", f"x = {n}")], None, SHORT) for n, rooms in enumerate((one, other), 1)
        )
        assert (first.value("x"), second.value("x")) == (1, 2)
        first.close()
        assert second.value("x") == 2
        second.close()


def test_a_fork_of_the_grader_has_rooms_too(warm):
    told, tell = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            with Rooms(warm.level, warm=warm) as rooms:
                os.write(tell, str(value_of(rooms, "x = 40 + 2")).encode())
        finally:
            os._exit(0)
    os.close(tell)
    assert os.read(told, 100) == b"42"
    os.close(told)
    assert os.waitpid(pid, 0)[1] == 0
    with Rooms(warm.level, warm=warm) as rooms:
        assert value_of(rooms, "x = 'tetap ada'") == "tetap ada"


def test_each_goes_on_alone_when_the_shared_process_is_lost(warm):
    with Rooms(warm.level, warm=warm) as rooms:
        assert value_of(rooms, "x = 1") == 1
        dying = [psutil.Process(pid) for pid in family(warm)]
        warm.process.kill()
        warm.process.wait()
        psutil.wait_procs(dying, timeout=10)
        assert value_of(rooms, "x = 2") == 2
        assert rooms.process is not None
        assert rooms.level == warm.level
    with Rooms(warm.level, warm=warm) as rooms:
        assert value_of(rooms, "x = 3") == 3


def test_walls_are_those_that_were_asked_for():
    with WarmProcess(levels()[0]) as warm, Rooms(warm=warm) as rooms:  # None: the best, whatever that is here
        assert rooms.process is not None
        assert rooms.level == levels()[0]


def test_one_that_nobody_joined_ends(warm):
    others = family(warm)
    warm.close()
    _, alive = psutil.wait_procs(
        [psutil.Process(pid) for pid in others if psutil.pid_exists(pid)], timeout=10
    )
    assert warm.process.returncode is not None
    assert not alive


def test_there_is_no_third_level():
    with pytest.raises(UnknownNameError):
        WarmProcess("namespaces")


def test_on_a_machine_without_walls_everybody_is_told_so(monkeypatch):
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    pid = os.fork()
    if pid == 0:
        ours.close()
        monkeypatch.setattr(zygote.walls, "prepare", Mock(side_effect=OSError))
        os._exit(zygote.main(theirs.detach(), "", -1))
    theirs.close()
    told = []
    for _ in range(2):
        control, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with control, other:
            socket.send_fds(ours, [b"join"], [other.fileno()])
            told.append(control.recv(100))
    ours.close()
    assert told == [b'{"level": ""}'] * 2
    assert os.waitpid(pid, 0)[1] != 0


def level_told(monkeypatch, **changed: object) -> str:
    """What a warm process says of itself where the walls are changed."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    pid = os.fork()
    if pid == 0:
        ours.close()
        for name, action in changed.items():
            monkeypatch.setattr(zygote.walls, name, action)
        os._exit(zygote.main(theirs.detach(), "", -1))
    theirs.close()
    control, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with control, other:
        socket.send_fds(ours, [b"join"], [other.fileno()])
        other.close()
        told = json.loads(control.recv(100))
    ours.close()
    os.waitpid(pid, 0)
    return told["level"]


def test_the_next_level_is_taken_where_the_best_cannot_be_had(monkeypatch):
    prepare = zygote.walls.prepare

    def without_namespaces(level: str) -> object:
        if level == zygote.walls.FULL:
            raise OSError
        return prepare(level)

    assert level_told(monkeypatch, prepare=without_namespaces) == zygote.walls.REDUCED


def test_the_next_level_is_taken_where_the_best_does_not_hold(monkeypatch):
    def hold(walls: zygote.walls.Walls) -> int:
        return zygote.walls._begin(lambda: walls.level != zygote.walls.FULL)

    assert level_told(monkeypatch, begin_to_hold=hold) == zygote.walls.REDUCED


FAMILIES = "from matplotlib import font_manager\nx = sorted({font.name for font in font_manager.fontManager.ttflist})"
DRAWN = "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.title('Judul')"


@pytest.fixture
def fonts(tmp_path, monkeypatch) -> Path:
    """The file in which the list of fonts is kept; there is none yet."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "lab-iku" / "fonts"


def families(level: str) -> object:
    cells = [("a", DRAWN), ("b", FAMILIES)]
    with (
        WarmProcess(level) as warm,
        Rooms(level, warm=warm) as rooms,
        rooms.open(cells, None, SHORT) as session,
    ):
        assert "image/png" in session.cells[0].outputs[-1]["data"]
        return session.value("x")


@pytest.mark.parametrize("level", levels())
def test_the_list_of_fonts_is_made_once(level, fonts):
    first = families(level)
    assert "DejaVu Sans" in first
    kept = fonts.read_bytes()
    fonts.write_bytes(
        kept.replace(b'"DejaVu Sans Mono"', b'"Huruf Uji"')
    )  # to see where the next one has it from
    assert families(level) == sorted({*first, "Huruf Uji"} - {"DejaVu Sans Mono"})
    assert fonts.read_bytes() != kept  # and it stays


def test_a_spoilt_list_of_fonts_is_made_anew(fonts):
    level = levels()[0]
    first = families(level)
    kept = fonts.read_bytes()
    for spoilt in (kept[:1000], b"\xff\xfe", b"x" + kept):
        fonts.write_bytes(spoilt)
        assert families(level) == first
        assert fonts.stat().st_size == len(kept)  # the same fonts, in whatever order


def test_a_list_that_leads_elsewhere_is_left_alone(tmp_path, fonts):
    other = tmp_path / "milik-orang"
    other.write_text("tetap")
    fonts.parent.mkdir()
    fonts.symlink_to(other)
    assert "DejaVu Sans" in families(levels()[0])
    assert other.read_text() == "tetap"


def test_a_list_of_another_level_is_not_used(fonts):
    one, other = (levels() * 2)[:2]
    families(one)
    fonts.write_bytes(fonts.read_bytes().replace(b'"DejaVu Sans Mono"', b'"Huruf Uji"'))
    assert ("Huruf Uji" in families(other)) == (one == other)


def test_without_a_place_for_the_list_all_goes_on(tmp_path, monkeypatch):
    (tmp_path / "berkas").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "berkas"))
    assert "DejaVu Sans" in families(levels()[0])
