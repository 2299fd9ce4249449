"""Masa simpan: the desk sets it, people read it, nothing goes by itself, one command erases."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from workshop import retention
from workshop.cli import main
from workshop.commands.run import announcement
from workshop.service import folder
from workshop.service.store import Store
from workshop.service.supervisor import Workshop, free_port


@pytest.fixture
def kelas(tmp_path: Path) -> Path:
    """A class whose trainees were last seen 10, 40 and 100 days ago."""
    place = folder.prepare(tmp_path / "kelas")
    with Store(place.database) as store:
        for name in ("Baru", "Lama", "Lama Sekali"):
            asyncio.run(store.people.join(name, "Capil"))
    for name, days in (("Baru", 10), ("Lama", 40), ("Lama Sekali", 100)):
        seen = (datetime.now(UTC) - timedelta(days=days)).isoformat(timespec="seconds")
        with contextlib.closing(sqlite3.connect(place.database)) as raw, raw:
            raw.execute("UPDATE participants SET seen_at = ? WHERE name = ?", (seen, name))
    return place.path


def keep_for(kelas: Path, days: str) -> None:
    with Store(folder.existing(kelas).database) as store:
        store.put(retention.KEY, days)


def names(kelas: Path) -> list[str]:
    with Store(folder.existing(kelas).database) as store:
        return [person.name for person in store.people.all()]


def run(argv: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    with pytest.raises(SystemExit) as stop:
        main(argv)
    shown = capsys.readouterr()
    return int(stop.value.code or 0), shown.out + shown.err


@pytest.mark.parametrize(
    ("days", "gone"), [("", 0), ("30", 2), ("90", 1), ("180", 0), ("7", 0), ("seribu", 0)]
)
def test_who_is_past_the_time_and_only_a_time_that_is_offered_counts(kelas: Path, days: str, gone: int):
    keep_for(kelas, days)
    assert len(retention.past_of(kelas)) == gone


def test_one_command_erases_those_and_no_other(kelas: Path, capsys):
    keep_for(kelas, "30")
    code, said = run(["forget", "--expired", "--yes", "--data", str(kelas)], capsys)
    assert (code, said) == (
        0,
        f"Data 2 peserta sudah dihapus dari {kelas}. Cadangan lama, bila ada, masih memuatnya.\n",
    )
    assert names(kelas) == ["Baru"]
    code, said = run(["forget", "--expired", "--data", str(kelas)], capsys)
    assert (code, said) == (
        0,
        "Tidak ada peserta yang melewati masa simpan. Tidak ada data yang berubah.\n",
    )


@pytest.mark.parametrize("argv", [[], ["Baru", "--expired"]])
def test_a_person_or_all_of_them_but_not_both(kelas: Path, capsys, argv: list[str]):
    code, said = run(["forget", *argv, "--yes", "--data", str(kelas)], capsys)
    assert code == 2
    assert "Sebutkan seorang peserta, atau --expired untuk semua yang melewati masa simpan." in said
    assert len(names(kelas)) == 3


def test_starting_the_class_again_tells_and_erases_nothing(kelas: Path):
    keep_for(kelas, "30")
    workshop = Workshop(kelas, port=free_port(), host="127.0.0.1", simulators=False, notebooks=False)
    try:
        assert "Masa simpan    : 2 peserta melewatinya; hapus dengan iku forget --expired" in announcement(
            workshop
        )
    finally:
        workshop.stop()
    assert len(names(kelas)) == 3


def test_the_desk_sets_it_and_the_door_tells_it(start_room):
    room = start_room()
    desk, guest = room.desk(), room.browser()
    assert "paling lama" not in guest.see("/masuk").text
    desk.see("/meja/daftar")
    assert '<option value="90" selected>' in desk.press("/meja/masa-simpan", hari="90").text
    assert "paling lama 90 hari sesudah Anda terakhir membukanya" in guest.see("/masuk").text
    assert '<option value="90" selected>' not in desk.press("/meja/masa-simpan", hari="91").text
