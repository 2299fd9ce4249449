"""The memory of a class: what was acknowledged is on disk, whatever happens next."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from workshop.errors import DamagedClassError
from workshop.service.store import Store


@pytest.fixture
def store(tmp_path: Path):
    with Store(tmp_path / "kelas.sqlite") as opened:
        yield opened


class Said:
    """A verdict as the examiner gives it."""

    def __init__(self, status: str, points: float = 0, message: str = "", mistake_id: str | None = None):
        self.status, self.points, self.message, self.mistake_id = status, points, message, mistake_id


def test_same_name_and_unit_joins_once_whatever_the_case_and_spaces(store: Store):
    async def crowd():
        return await asyncio.gather(
            *(store.people.join(name, "Capil") for name in ["Sri Wahyuni", "sri  WAHYUNI"] * 5)
        )

    joined = [person for person in asyncio.run(crowd()) if person]
    assert len(joined) == 1
    assert len(store.people.all()) == 1


def test_same_name_in_another_unit_is_another_person(store: Store):
    async def both():
        return await store.people.join("Sri", "Capil"), await store.people.join("Sri", "Sekretariat")

    first, second = asyncio.run(both())
    assert first.id != second.id
    assert first.code != second.code


def test_a_check_no_longer_counts_once_the_answer_changes(store: Store):
    async def work():
        person = await store.people.join("Sri", "Capil")
        await store.work.save(person.id, "e", "a", "75")
        await store.work.note_check(person.id, "e", "a", "75", Said("correct", 2, "Benar."))
        checked = store.work.answers(person.id, "e")["a"]
        await store.work.save(person.id, "e", "a", "75")
        unchanged = store.work.answers(person.id, "e")["a"]
        await store.work.save(person.id, "e", "a", "76")
        return checked, unchanged, store.work.answers(person.id, "e")["a"]

    checked, unchanged, changed = asyncio.run(work())
    assert (checked.status, checked.points) == ("correct", 2)
    assert unchanged.status == "correct"
    assert (changed.status, changed.points, changed.message) == ("", None, None)
    assert changed.checks == 1


def test_a_check_that_comes_late_does_not_judge_a_newer_answer(store: Store):
    async def work():
        person = await store.people.join("Sri", "Capil")
        await store.work.save(person.id, "e", "a", "76")
        await store.work.note_check(person.id, "e", "a", "75", Said("correct", 2))
        return store.work.answers(person.id, "e")["a"]

    assert asyncio.run(work()).status == ""


def test_trainee_sees_results_only_after_release_and_then_the_released_ones(store: Store):
    async def work():
        person = await store.people.join("Sri", "Capil")
        store.ensure_activities(["e"])
        await store.work.record_results([(person.id, "e", {"score": 3})])
        before = store.work.released(person.id)
        await store.work.release("e")
        await store.work.record_results([(person.id, "e", {"score": 5})])
        return before, store.work.released(person.id)

    assert asyncio.run(work()) == ({}, {"e": {"score": 3}})


def test_results_for_someone_unknown_are_left_out_and_the_rest_kept(store: Store):
    async def work():
        person = await store.people.join("Sri", "Capil")
        await store.work.record_results([("p-nobody", "e", {"score": 1}), (person.id, "e", {"score": 2})])
        return person

    person = asyncio.run(work())
    assert store.work.results() == [(person.id, "e", {"score": 2})]


def test_forgetting_a_trainee_erases_every_trace(store: Store):
    async def work():
        person = await store.people.join("Sri Rahasia", "Capil")
        await store.people.open_session("token", "trainee", person.id)
        await store.people.sign_in(person.id)
        await store.work.save(person.id, "e", "a", "rahasia-jawaban")
        await store.work.submit(person.id, "e", "form", answers={"a": "rahasia-jawaban"})
        await store.work.note_progress(person.id, "lesson", "1")
        return await store.people.forget(person.id), await store.people.forget(person.id)

    assert asyncio.run(work()) == (True, False)
    path = store._db.path
    store.close()
    with sqlite3.connect(path) as raw:
        raw.execute("VACUUM")
    assert b"ahasia" not in path.read_bytes()


def test_one_failing_write_does_not_take_its_neighbours_with_it(store: Store):
    bad = store._db.execute("INSERT INTO participants (id) VALUES ('x')")
    good = store._db.execute("INSERT INTO meta VALUES ('a', 'b')")
    with pytest.raises(sqlite3.IntegrityError):
        bad.result(timeout=10)
    assert good.result(timeout=10) == 1
    assert store.get("a") == "b"


def test_every_acknowledged_answer_survives_sigkill(tmp_path: Path):
    """The writer is killed in the middle; what it had acknowledged (printed) is there."""
    script = textwrap.dedent(
        """
        import asyncio, sys
        from pathlib import Path
        from workshop.service.store import Store
        store = Store(Path(sys.argv[1]))
        async def one(person, number):
            await store.work.save(person.id, "e", f"part-{number}", str(number))
            print(number, flush=True)
        async def main():
            person = await store.people.join("Sri", "Capil")
            for start in range(0, 100_000, 20):
                await asyncio.gather(*(one(person, start + k) for k in range(20)))
        asyncio.run(main())
        """
    )
    path = tmp_path / "kelas.sqlite"
    process = subprocess.Popen(
        [sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    acknowledged = [process.stdout.readline().strip() for _ in range(150)]
    os.kill(process.pid, signal.SIGKILL)
    acknowledged += process.stdout.read().split()
    process.stdout.close()
    process.wait()
    with Store(path) as store:
        person = store.people.all()[0]
        kept = store.work.answers(person.id, "e")
    assert {f"part-{number}" for number in acknowledged if number} <= set(kept)


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path):
    path = tmp_path / "kelas.sqlite"
    path.write_bytes(b"bukan basis data" * 100)
    with pytest.raises(DamagedClassError, match="Jangan hapus berkas itu"):
        Store(path)
    assert path.read_bytes() == b"bukan basis data" * 100
