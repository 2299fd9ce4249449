"""Backup, restore, forget."""

from __future__ import annotations

import asyncio
import contextlib
import io
import sqlite3
import tarfile
from pathlib import Path

import pytest

from workshop import archive, forgetting
from workshop.errors import ArchiveError, FolderInUseError, NotAClassFolderError, UnknownParticipantError
from workshop.hub import homes
from workshop.service import folder
from workshop.service.store import Store


@pytest.fixture
def kelas(tmp_path: Path) -> Path:
    """A class with two trainees, one hand-in and a file in the course folder."""
    place = folder.prepare(tmp_path / "kelas")

    async def work(store: Store):
        for name in ("Sri", "Ahmad"):
            person = await store.people.join(name, "Capil")
            await store.work.submit(person.id, "e", "form", answers={"a": name})
            work = place.course / "submitted" / person.id / "e"
            work.mkdir(parents=True)
            (work / "e.ipynb").write_text(f"jawaban {name}", encoding="utf-8")

    with Store(place.database) as store:
        store.ensure("class_code", "KTR472")
        asyncio.run(work(store))
    return place.path


def everything(place: Path) -> dict[str, bytes]:
    return {
        str(f.relative_to(place)): f.read_bytes()
        for f in sorted((place / "course").rglob("*"))
        if f.is_file()
    }


def test_a_restored_class_is_the_same_class(kelas: Path, tmp_path: Path):
    out = tmp_path / "usb" / "cadangan.tar.gz"
    archive.backup(kelas, out)
    restored = archive.restore(out, tmp_path / "baru").path
    assert everything(restored) == everything(kelas)
    assert (restored / "class_secret").read_bytes() == (kelas / "class_secret").read_bytes()
    with Store(restored / "kelas.sqlite") as new, Store(kelas / "kelas.sqlite") as old:
        assert new.people.all() == old.people.all()
        assert new.work.latest_submissions() == old.work.latest_submissions()
        assert new.get("class_code") == "KTR472"


def test_a_backup_tells_how_far_it_is_up_to_its_last_file(kelas: Path, tmp_path: Path):
    heard: list[tuple[int, int]] = []
    archive.backup(kelas, tmp_path / "c.tar.gz", told=lambda done, total: heard.append((done, total)))
    (total,) = {total for _, total in heard}
    assert [done for done, _ in heard] == sorted(done for done, _ in heard)
    assert heard[-1] == (total, total) and heard.count((total, total)) == 1
    assert total >= 2 * 3  # of each trainee two folders and a file


def test_backup_of_a_class_that_writes_holds_all_that_was_acknowledged_before(kelas: Path, tmp_path: Path):
    with Store(kelas / "kelas.sqlite") as store:
        person = store.people.all()[0]
        asyncio.run(store.work.save(person.id, "e", "a", "sebelum"))  # still in the write-ahead log
        archive.backup(kelas, tmp_path / "c.tar.gz")
        asyncio.run(store.work.save(person.id, "e", "a", "sesudah"))
    restored = archive.restore(tmp_path / "c.tar.gz", tmp_path / "baru")
    with Store(restored.database) as store:
        assert store.work.answers(person.id, "e")["a"].raw == "sebelum"


def test_backup_holds_grades_that_are_still_in_the_write_ahead_log(kelas: Path, tmp_path: Path):
    book = kelas / "course" / "gradebook.db"
    with contextlib.closing(sqlite3.connect(book, isolation_level=None)) as writer:
        writer.executescript("PRAGMA journal_mode=WAL; CREATE TABLE nilai (n); INSERT INTO nilai VALUES (7)")
        assert book.with_name("gradebook.db-wal").stat().st_size > 0
        archive.backup(kelas, tmp_path / "c.tar.gz")
    restored = archive.restore(tmp_path / "c.tar.gz", tmp_path / "baru")
    assert not list(restored.course.glob("gradebook.db-*"))
    with contextlib.closing(sqlite3.connect(restored.course / "gradebook.db")) as reader:
        assert reader.execute("SELECT n FROM nilai").fetchall() == [(7,)]


def test_backup_and_restored_folder_are_for_the_owner_only(kelas: Path, tmp_path: Path):
    out = tmp_path / "c.tar.gz"
    archive.backup(kelas, out)
    restored = archive.restore(out, tmp_path / "baru").path
    assert out.stat().st_mode & 0o077 == 0
    assert [item for item in [restored, *restored.rglob("*")] if item.stat().st_mode & 0o077] == []


def test_restore_never_overwrites(kelas: Path, tmp_path: Path):
    archive.backup(kelas, tmp_path / "c.tar.gz")
    with pytest.raises(FolderInUseError, match="sudah berisi sesuatu"):
        archive.restore(tmp_path / "c.tar.gz", kelas)


@pytest.mark.parametrize("kind", ["missing", "text", "cut", "foreign"])
def test_what_is_no_backup_is_refused_and_leaves_nothing(kelas: Path, tmp_path: Path, kind: str):
    bad = tmp_path / "c.tar.gz"
    if kind == "text":
        bad.write_text("halo", encoding="utf-8")
    elif kind == "cut":
        archive.backup(kelas, bad)
        bad.write_bytes(bad.read_bytes()[:700])
    elif kind == "foreign":
        with tarfile.open(bad, "w:gz") as made:
            made.addfile(tarfile.TarInfo("lain.txt"), io.BytesIO())
    with pytest.raises(ArchiveError, match="Tidak ada data yang berubah"):
        archive.restore(bad, tmp_path / "baru")
    assert not (tmp_path / "baru").exists()
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


def test_a_member_that_points_outside_is_refused(kelas: Path, tmp_path: Path):
    good, bad = tmp_path / "g.tar.gz", tmp_path / "b.tar.gz"
    archive.backup(kelas, good)
    with tarfile.open(good) as source, tarfile.open(bad, "w:gz") as made:
        for member in source:
            made.addfile(member, source.extractfile(member) if member.isfile() else None)
        info = tarfile.TarInfo("../luar.txt")
        info.size = 4
        made.addfile(info, io.BytesIO(b"luar"))
    with pytest.raises(ArchiveError):
        archive.restore(bad, tmp_path / "baru")
    assert not (tmp_path / "luar.txt").exists()


def test_backup_of_a_folder_without_class_says_so(tmp_path: Path):
    with pytest.raises(NotAClassFolderError, match="bukan folder kelas"):
        archive.backup(tmp_path, tmp_path / "c.tar.gz")


def test_forget_erases_one_trainee_and_no_other(kelas: Path):
    sri = forgetting.find(kelas, "sri")
    forgetting.forget(kelas, sri)
    forgetting.forget(kelas, sri)
    with Store(kelas / "kelas.sqlite") as store:
        assert [person.name for person in store.people.all()] == ["Ahmad"]
        assert len(store.work.latest_submissions()) == 1
    assert [path.name for path in (kelas / "course" / "submitted").iterdir()] != []
    assert not (kelas / "course" / "submitted" / sri.id).exists()


@pytest.mark.parametrize("asked", ["p-xxxxxx", "ZZZZZZ", "Budi"])
def test_forgetting_someone_unknown_is_one_sentence(kelas: Path, asked: str):
    with pytest.raises(UnknownParticipantError) as fault:
        forgetting.find(kelas, asked)
    assert str(fault.value).startswith(f'Peserta "{asked}" tidak ada di kelas ini.')


def test_homes_of_the_notebook_track_are_kept_and_the_hubs_keys_are_not(kelas: Path, tmp_path: Path):
    home = homes.prepare(kelas, "p-abc123").path
    (home / "latihan" / "soal.ipynb").write_bytes(b"jawaban")
    (kelas / "hub").mkdir()
    (kelas / "hub" / "cookie_secret").write_text("rahasia")
    archive.backup(kelas, tmp_path / "cadangan.tar.gz")
    restored = archive.restore(tmp_path / "cadangan.tar.gz", tmp_path / "baru").path
    assert homes.read_notebook(restored, "p-abc123", "soal", 1000) == b"jawaban"
    assert not (restored / "hub").exists()
