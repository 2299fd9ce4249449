"""Archives from USB sticks, e-mail and learning platforms: hand-ins find their place, tricks find none."""

from __future__ import annotations

import hashlib
import io
import stat
import zipfile
from pathlib import Path

import nbgrader
import pytest

from grading.intake import ArchiveRejected
from grading.intake.collect import unpack
from grading.intake.naming import owner_of

NOTEBOOK = b'{"cells": []}'


@pytest.fixture
def course(tmp_path) -> Path:
    for name in ("skm-nilai", "capaian"):
        (tmp_path / "kursus" / "release" / name).mkdir(parents=True)
        (tmp_path / "kursus" / "release" / name / f"{name}.ipynb").write_bytes(NOTEBOOK)
    return tmp_path / "kursus"


def archive(tmp_path: Path, members: dict, name="kiriman.zip") -> Path:
    """A zip; a member's value is its content, or a prepared (ZipInfo, content)."""
    path = tmp_path / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for member, content in members.items():
            packed.writestr(*(content if isinstance(content, tuple) else (member, content)))
    return path


def landed(course: Path) -> set[str]:
    root = course / "submitted"
    return {str(path.relative_to(root)) for path in root.rglob("*.ipynb")} if root.exists() else set()


@pytest.mark.parametrize(
    ("name", "participant", "assignment"),
    [
        ("sari_skm-nilai.ipynb", "sari", "skm-nilai"),
        ("skm-nilai_sari.ipynb", "sari", "skm-nilai"),
        ("sari/skm-nilai.ipynb", "sari", "skm-nilai"),
        ("sari/skm-nilai/skm-nilai.ipynb", "sari", "skm-nilai"),
        ("submitted/sari/skm-nilai/skm-nilai.ipynb", "sari", "skm-nilai"),
        ("kelas/sari/skm-nilai (1).ipynb", "sari", "skm-nilai"),
        ("skm-nilai/sari/jawaban.ipynb", "sari", "skm-nilai"),
        ("skm-nilai_sari_attempt_2026-11-24-08-30-00_skm-nilai.ipynb", "sari", "skm-nilai"),
        ("capaian_sari_d_attempt_2026-11-24-08-30-00_capaian.ipynb", "sari_d", "capaian"),
        ("Sari Dewi_41234_assignsubmission_file_/skm-nilai.ipynb", "Sari-Dewi", "skm-nilai"),
        ("dewisari_LATE_1234_56789_skm-nilai-1.ipynb", "dewisari", "skm-nilai"),
        ("sari@jambiprov.go.id_capaian.ipynb", "sari@jambiprov.go.id", "capaian"),
    ],
)
def test_owner_is_read_from_the_name(name, participant, assignment):
    owner = owner_of(name, {"skm-nilai", "capaian"})
    assert owner is not None
    assert (owner.participant, owner.assignment) == (participant, assignment)


@pytest.mark.parametrize(
    "name", ["jawaban.ipynb", "sari/tugas-lain.ipynb", "skm-nilai.ipynb", "///.ipynb", "_.ipynb"]
)
def test_a_name_that_tells_nothing_has_no_owner(name):
    assert owner_of(name, {"skm-nilai", "capaian"}) is None


def test_hand_ins_land_where_the_grader_looks(tmp_path, course):
    packed = archive(
        tmp_path,
        {
            "sari_capaian.ipynb": NOTEBOOK,
            "budi/skm-nilai.ipynb": NOTEBOOK,
            "budi/data.csv": b"a\n",
            "__MACOSX/._x": b"",
        },
    )
    collected = unpack(packed, course)
    assert landed(course) == {"sari/capaian/capaian.ipynb", "budi/skm-nilai/skm-nilai.ipynb"}
    assert [str(problem) for problem in collected.problems if "data.csv" not in str(problem)] == []
    assert (course / "submitted/sari/capaian/timestamp.txt").read_text().endswith(" UTC")


def test_it_tells_how_much_of_the_archive_is_read(tmp_path, course):
    packed = archive(tmp_path, {"sari_capaian.ipynb": NOTEBOOK, "__MACOSX/._x": b"", "x.exe": b"MZ"})
    heard = []
    unpack(packed, course, told=lambda done, total: heard.append((done, total)))
    assert heard == [(1, 3), (2, 3), (3, 3)]


def test_the_archive_is_kept_byte_for_byte(tmp_path, course):
    packed = archive(tmp_path, {"sari_capaian.ipynb": NOTEBOOK})
    collected = unpack(packed, course)
    assert collected.archive.parent == course / "collected"
    assert collected.archive.read_bytes() == packed.read_bytes()
    assert hashlib.sha256(packed.read_bytes()).hexdigest()[:12] in collected.archive.name


def test_nbgraders_own_downloaded_example_is_collected(tmp_path):
    course = tmp_path / "kursus"
    (course / "source" / "ps1").mkdir(parents=True)
    for name in ("problem1", "problem2"):
        (course / "source" / "ps1" / f"{name}.ipynb").write_bytes(NOTEBOOK)
    example = Path(nbgrader.__file__).parent / "docs/source/user_guide/downloaded/ps1/archive/notebooks.zip"
    unpack(example, course, assignment="ps1")
    assert landed(course) == {
        "bitdiddle/ps1/problem1.ipynb",
        "bitdiddle/ps1/problem2.ipynb",
        "hacker/ps1/myproblem1.ipynb",  # renamed by its author; the intake takes it for problem1
        "hacker/ps1/problem2.ipynb",
    }


def entry(name, mode=stat.S_IFREG | 0o644, **attributes):
    info = zipfile.ZipInfo(name, (2026, 11, 24, 8, 30, 0))
    info.external_attr = mode << 16
    info.compress_type = zipfile.ZIP_DEFLATED
    for attribute, value in attributes.items():
        setattr(info, attribute, value)
    return info


def inner_zip():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as packed:
        packed.writestr("sari_capaian.ipynb", NOTEBOOK)
    return content.getvalue()


TRICKS = {
    "up": ("../../sari_capaian.ipynb", NOTEBOOK, "namanya menunjuk ke luar arsip"),
    "up in the middle": ("sari/../../x/capaian.ipynb", NOTEBOOK, "namanya menunjuk ke luar arsip"),
    "from the root": ("/etc/sari_capaian.ipynb", NOTEBOOK, "namanya menunjuk ke luar arsip"),
    "a drive": ("C:/sari_capaian.ipynb", NOTEBOOK, "namanya menunjuk ke luar arsip"),
    "backslashes": ("..\\..\\sari_capaian.ipynb", NOTEBOOK, "namanya menunjuk ke luar arsip"),
    "control signs": ("sari\x1b[2J_capaian.ipynb", NOTEBOOK, "namanya menunjuk ke luar arsip"),
    "a link": (entry("sari_capaian.ipynb", stat.S_IFLNK | 0o777), b"/etc/passwd", "bukan berkas biasa"),
    "a device": (entry("sari_capaian.ipynb", stat.S_IFCHR | 0o666), b"", "bukan berkas biasa"),
    "an archive in it": ("sari_capaian.zip", inner_zip(), "arsip di dalam arsip"),
    "a program": ("sari_capaian.exe", b"MZ", "bukan notebook dan bukan berkas data"),
    "a module": ("sari/capaian/pandas.py", b"", "bukan notebook dan bukan berkas data"),
    "a bomb": ("sari_capaian.ipynb", b"0" * 20_000_000, "dipadatkan secara tidak wajar"),
}


@pytest.mark.parametrize("trick", TRICKS)
def test_a_trick_costs_its_member_and_no_other(tmp_path, course, trick):
    name, content, reason = TRICKS[trick]
    path = tmp_path / "kiriman.zip"
    before = set(tmp_path.rglob("*"))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, content)
        packed.writestr("budi_capaian.ipynb", NOTEBOOK)
    collected = unpack(path, course)
    assert landed(course) == {"budi/capaian/capaian.ipynb"}
    assert len(collected.problems) == 1
    assert reason in str(collected.problems[0])
    outside = {item for item in tmp_path.rglob("*") if course not in item.parents and item != course}
    assert outside <= before | {path}


def test_a_size_that_lies_is_found_while_reading(tmp_path, course):
    path = archive(
        tmp_path, {"sari_capaian.ipynb": b'{"a": "' + b"x" * 5000 + b'"}', "budi_capaian.ipynb": NOTEBOOK}
    )
    raw = bytearray(path.read_bytes())
    true, false = (5009).to_bytes(4, "little"), (10).to_bytes(4, "little")
    path.write_bytes(bytes(raw).replace(true, false))
    collected = unpack(path, course)
    assert landed(course) == {"budi/capaian/capaian.ipynb"}
    assert len(collected.problems) == 1


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04rusak", b"\x1f\x8b tar", NOTEBOOK])
def test_what_is_no_archive_is_refused_and_kept(tmp_path, course, content):
    path = tmp_path / "kiriman.zip"
    path.write_bytes(content)
    with pytest.raises(ArchiveRejected) as refused:
        unpack(path, course)
    assert str(refused.value).startswith("kiriman.zip tidak diambil: isinya rusak atau bukan .zip.")
    assert [kept.read_bytes() for kept in (course / "collected").iterdir()] == [content]


def test_a_linked_archive_is_not_followed(tmp_path, course):
    real = archive(tmp_path, {"sari_capaian.ipynb": NOTEBOOK}, "asli.zip")
    link = tmp_path / "tautan.zip"
    link.symlink_to(real)
    with pytest.raises(ArchiveRejected):
        unpack(link, course)
    assert landed(course) == set()


def test_a_linked_place_is_not_written_through(tmp_path, course):
    elsewhere = tmp_path / "lain"
    elsewhere.mkdir()
    (course / "submitted").mkdir()
    (course / "submitted" / "sari").symlink_to(elsewhere)
    collected = unpack(archive(tmp_path, {"sari_capaian.ipynb": NOTEBOOK}), course)
    assert list(elsewhere.iterdir()) == []
    assert "folder tujuannya hanya tautan" in str(collected.problems[0])


def test_too_many_members_are_refused(tmp_path, course):
    path = archive(tmp_path, {f"p{n}_capaian.ipynb": b"{}" for n in range(5001)})
    with pytest.raises(ArchiveRejected) as refused:
        unpack(path, course)
    assert "berisi lebih dari 5000 berkas" in str(refused.value)


def test_an_older_hand_in_does_not_replace_a_newer_one(tmp_path, course):
    for day, content in ((24, b'{"cells": [1]}'), (23, b'{"cells": [2]}')):
        info = entry("sari_capaian.ipynb", date_time=(2026, 11, day, 8, 0, 0))
        unpack(archive(tmp_path, {"x": (info, content)}, f"{day}.zip"), course)
    assert (course / "submitted/sari/capaian/capaian.ipynb").read_bytes() == b'{"cells": [1]}'


def test_a_single_notebook_needs_no_archive(tmp_path, course):
    path = tmp_path / "sari_capaian.ipynb"
    path.write_bytes(NOTEBOOK)
    assert unpack(path, course).taken[0].participant == "sari"
    assert landed(course) == {"sari/capaian/capaian.ipynb"}


def test_each_reason_comes_with_what_to_do_about_it(tmp_path, course):
    """A file without a name of its own does not need another archive."""
    packed = archive(tmp_path, {"Untitled.ipynb": NOTEBOOK, "catatan.docx": b"x"})
    assert [str(problem) for problem in unpack(packed, course).problems] == [
        "Untitled.ipynb tidak diambil: tidak diketahui milik siapa atau untuk latihan apa. "
        "Ganti nama berkasnya menjadi <peserta>_<latihan>.ipynb, atau sebut latihannya dengan --exercise.",
        "catatan.docx tidak diambil: bukan notebook dan bukan berkas data. Bila isinya jawaban, minta sebagai .ipynb.",
    ]
    with pytest.raises(ArchiveRejected, match="Periksa nama dan tempat berkasnya"):
        unpack(tmp_path / "tiada.zip", course)
