"""Homes: filled once, never overwritten, read out without following anything."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from workshop.hub import homes

ANI = "p-abc123"
LIMIT = 1000


def notebook_place(data: Path) -> Path:
    return homes.prepare(data, ANI).path / "latihan" / "soal.ipynb"


def test_lessons_are_there_and_a_changed_one_stays_changed(tmp_path: Path):
    home = homes.prepare(tmp_path, ANI)
    lesson = sorted((home.path / "pelajaran").glob("*.ipynb"))[0]
    lesson.write_text("catatan saya")
    homes.prepare(tmp_path, ANI)
    assert lesson.read_text() == "catatan saya"
    assert home.path.stat().st_mode & 0o077 == 0


def test_an_exercise_is_placed_once_and_the_trainees_work_wins(tmp_path: Path):
    place = homes.place_notebook(tmp_path, ANI, "soal", b"kosong")
    assert str(place) == "latihan/soal.ipynb"
    notebook_place(tmp_path).write_bytes(b"terisi")
    homes.place_notebook(tmp_path, ANI, "soal", b"kosong lagi")
    assert homes.read_notebook(tmp_path, ANI, "soal", LIMIT) == b"terisi"


def test_what_is_not_there_or_too_large_is_none(tmp_path: Path):
    assert homes.read_notebook(tmp_path, ANI, "soal", LIMIT) is None
    notebook_place(tmp_path).write_bytes(b"x" * (LIMIT + 1))
    assert homes.read_notebook(tmp_path, ANI, "soal", LIMIT) is None


def test_when_a_notebook_was_saved_is_known_while_it_is_still_the_same(tmp_path: Path):
    place = notebook_place(tmp_path)
    assert homes.when_saved(tmp_path, ANI, "soal", b"terisi") is None
    place.write_bytes(b"terisi")
    os.utime(place, (1_764_130_000, 1_764_130_000))
    assert homes.when_saved(tmp_path, ANI, "soal", b"terisi") == 1_764_130_000
    for other in (b"teris", b"terisi lagi", b"berisi"):
        assert homes.when_saved(tmp_path, ANI, "soal", other) is None


@pytest.mark.parametrize("way", ["file link", "hard link", "folder link", "pipe", "folder"])
def test_nothing_but_a_plain_file_of_the_home_is_read(tmp_path: Path, way: str):
    key = tmp_path / "kunci" / "soal.ipynb"
    key.parent.mkdir()
    key.write_bytes(b"rahasia")
    place = notebook_place(tmp_path)
    if way == "file link":
        place.symlink_to(key)
    elif way == "hard link":
        place.hardlink_to(key)
    elif way == "folder link":
        place.parent.rmdir()
        place.parent.symlink_to(key.parent)
    elif way == "pipe":
        os.mkfifo(place)
    else:
        place.mkdir()
    assert homes.read_notebook(tmp_path, ANI, "soal", LIMIT) is None


@pytest.mark.parametrize("person", ["../x", "p-abc12", "p-abc123/..", "", "P-ABC123"])
def test_an_id_that_is_none_never_becomes_a_path(tmp_path: Path, person: str):
    with pytest.raises(ValueError, match=re.escape(person) or "^$"):
        homes.folder_of(tmp_path, person)


def test_forgetting_leaves_nothing(tmp_path: Path):
    notebook_place(tmp_path).write_bytes(b"x")
    homes.forget(tmp_path, ANI)
    assert not homes.folder_of(tmp_path, ANI).exists()


def test_each_home_has_an_owner_of_its_own_when_root_runs_the_class(tmp_path: Path):
    one, other = homes.prepare(tmp_path, ANI), homes.prepare(tmp_path, "p-def456")
    if os.geteuid() == 0:
        assert one.uid != other.uid and min(one.uid, other.uid) >= homes.FIRST_UID
        assert homes.prepare(tmp_path, ANI).uid == one.uid == (one.path / "latihan").stat().st_uid
    else:
        assert one.uid is other.uid is None
