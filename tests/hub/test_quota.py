"""The limit of a home: what counts, what goes and what stays, and that a running notebook cannot get past it."""

from __future__ import annotations

import os
from pathlib import Path

from workshop.hub import quota
from workshop.hub.quota import Size

MIB = 2**20


def write(home: Path, name: str, mebibytes: float) -> Path:
    place = home / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(os.urandom(int(mebibytes * MIB)))
    return place


def test_what_lies_on_the_disk_counts_and_what_a_link_points_at_does_not(tmp_path: Path):
    home, outside = tmp_path / "rumah", tmp_path / "luar"
    write(outside, "besar.bin", 8)
    write(home, "a/b/data.csv", 2)
    (home / "tautan").symlink_to(outside)
    with (home / "berlubang.bin").open("wb") as file:
        file.truncate(1024 * MIB)
    size = quota.size_of(home)
    assert 2 * MIB <= size.bytes < 3 * MIB
    assert size.files == 5  # two folders, data.csv, the link, the file of holes


def test_the_newest_files_go_notebooks_last_and_a_note_says_so(tmp_path: Path):
    lama = write(tmp_path, "latihan/lama.csv", 1)
    notebook = write(tmp_path, "latihan/nilai-skm.ipynb", 1)
    baru = write(tmp_path, "latihan/keluaran.csv", 3)
    removed = quota.make_fit(tmp_path, Size(3 * MIB, 100))
    assert removed == ["latihan/keluaran.csv"]
    assert lama.exists() and notebook.exists() and not baru.exists()
    assert (tmp_path / quota.NOTE).read_text() == (
        "Rumah Anda melewati batas 3 MB atau 100 berkas, jadi JupyterLab ditutup.\n"
        "Berkas yang terakhir ditulis dihapus agar disk kelas tidak penuh:\n"
        "- latihan/keluaran.csv\n"
        "Notebook lain tetap ada. Buka lagi JupyterLab dari Kelas saya, lalu tulis berkas yang lebih kecil.\n"
    )


def test_a_time_that_was_set_back_does_not_save_a_file(tmp_path: Path):
    write(tmp_path, "lama.csv", 1)
    write(tmp_path, "baru.csv", 1)
    os.utime(tmp_path / "baru.csv", (0, 0))
    assert quota.make_fit(tmp_path, Size(int(1.5 * MIB), 100)) == ["baru.csv"]


def test_thousands_of_small_files_are_too_many(tmp_path: Path):
    for number in range(70):
        (tmp_path / f"{number:03}.txt").touch()
    assert len(quota.make_fit(tmp_path, Size(100 * MIB, 40))) == 30
    told = (tmp_path / quota.NOTE).read_text().splitlines()
    assert len([line for line in told if line.endswith(".txt")]) == 20
    assert "- dan 10 berkas lain" in told


def test_nothing_outside_goes_through_a_link_and_a_link_in_place_of_the_note_is_replaced(tmp_path: Path):
    home = tmp_path / "rumah"
    outside = write(tmp_path, "luar/kunci.bin", 4)
    write(home, "isi.bin", 4)
    (home / "folder").symlink_to(outside.parent)
    (home / quota.NOTE).symlink_to(outside)
    before = outside.read_bytes()
    quota.make_fit(home, Size(1 * MIB, 100))
    assert outside.read_bytes() == before
    assert not (home / quota.NOTE).is_symlink() and not (home / "isi.bin").exists()


def test_a_home_that_fits_is_left_alone(tmp_path: Path):
    write(tmp_path, "isi.bin", 1)
    assert quota.make_fit(tmp_path, Size(2 * MIB, 10)) == []
    assert not (tmp_path / quota.NOTE).exists()
