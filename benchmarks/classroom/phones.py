"""Trainees on phones: a crowd that answers and submits, and hands that never rest."""

from __future__ import annotations

import asyncio
import re
import time

import numpy

from benchmarks.classroom.running import RunningClass
from workshop.demo.phone import Phone
from workshop.service.store import Store

EXERCISE = "capaian-polaritas"
PARTS = 5
OPTION = re.compile(r'type="radio"[^>]*value="([^"]+)"')


class TimedPhone(Phone):
    """A phone that notes how long each answer of the class took."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.taken: list[float] = []
        self.failed = 0
        self.last: dict[int, str] = {}

    async def fetch(self, path, **options):  # type: ignore[no-untyped-def]
        begun = time.perf_counter()
        answer = await super().fetch(path, **options)
        self.taken.append(time.perf_counter() - begun)
        self.failed += answer.code >= 500
        return answer


def stream(number: int) -> numpy.random.Generator:
    """The chance of one phone, the same in every run."""
    return numpy.random.default_rng(numpy.random.SeedSequence(2026, spawn_key=(number,)))


def percentile(values: list[float], share: float) -> float:
    """Milliseconds below which ``share`` of the values lie."""
    return round(1000 * float(numpy.quantile(values, share)), 1)


async def crowd(
    kelas: RunningClass, phones: int, seconds: float
) -> tuple[list[TimedPhone], dict[str, object]]:
    """Everyone joins within a third of the time, answers five parts at an own pace, and submits."""

    async def one(number: int) -> TimedPhone:
        pace = stream(number)
        phone = TimedPhone(kelas.address)
        await asyncio.sleep(pace.uniform(0, seconds / 3))
        await phone.join(kelas.class_code, f"Peserta {number:03}", f"Bidang {number % 7}")
        for place in range(1, PARTS + 1):
            await asyncio.sleep(pace.uniform(0, seconds / 12))
            offered = OPTION.findall(await phone.open(f"/latihan/{EXERCISE}/{place}"))
            phone.last[place] = str(pace.choice(offered)) if offered else str(pace.integers(1, 200))
            await phone.answer(EXERCISE, place, phone.last[place], check=True)
        await phone.submit(EXERCISE)
        return phone

    begun = time.perf_counter()
    done = await asyncio.gather(*(one(number) for number in range(phones)))
    taken = [value for phone in done for value in phone.taken]
    return done, {
        "phones": phones,
        "seconds": round(time.perf_counter() - begun, 1),
        "requests": len(taken),
        "errors": sum(phone.failed for phone in done),
        "p50_ms": percentile(taken, 0.5),
        "p95_ms": percentile(taken, 0.95),
        "p99_ms": percentile(taken, 0.99),
        **stored(kelas, done),
    }


def stored(kelas: RunningClass, phones: list[TimedPhone]) -> dict[str, int]:
    """What of the crowd's answers and hand-ins is in the class's file, as typed."""
    answers = submissions = 0
    with Store(kelas.data / "kelas.sqlite") as store:
        people = {person.name: person.id for person in store.people.all()}
        for number, phone in enumerate(phones):
            person = people[f"Peserta {number:03}"]
            kept = sorted(str(answer.raw) for answer in store.work.answers(person, EXERCISE).values())
            answers += kept == sorted(phone.last.values())
            submissions += store.work.last_submission(person, EXERCISE) is not None
    return {"phones_with_all_answers_stored": answers, "submissions_stored": submissions}
