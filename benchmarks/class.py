"""A room on two cores: phones join, answer, check and submit over HTTP; then processes are killed under the same load.

Prints JSON. Run: ``.venv/bin/python benchmarks/class.py [--phones 60] [--kills 50]``. Clients share the cores with
the class, so a real room is faster than this.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
import statistics
import tempfile
import threading
import time
from pathlib import Path

import numpy
from tornado.httpclient import AsyncHTTPClient

from workshop.demo.phone import Phone
from workshop.service.store import Store
from workshop.service.supervisor import Workshop, free_port

EXERCISE = "capaian-polaritas"


class TimedPhone(Phone):
    """A phone that notes how long each answer of the class took."""

    taken: list[float]
    failed: int

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.taken, self.failed = [], 0

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


async def crowd(workshop: Workshop, phones: int, seconds: float) -> dict[str, object]:
    """Everyone joins within a third of the time, answers at an own pace, and submits."""

    async def one(number: int) -> TimedPhone:
        pace = stream(number)
        phone = TimedPhone(workshop.local_address)
        await asyncio.sleep(pace.uniform(0, seconds / 3))
        await phone.join(workshop.class_code, f"Peserta {number:03}", f"Bidang {number % 7}")
        for place in range(1, 6):
            await asyncio.sleep(pace.uniform(0, seconds / 12))
            await phone.open(f"/latihan/{EXERCISE}/{place}")
            await phone.answer(EXERCISE, place, str(pace.integers(1, 200)), check=True)
        await phone.submit(EXERCISE)
        return phone

    begun = time.perf_counter()
    done = await asyncio.gather(*(one(number) for number in range(phones)))
    taken = [value for phone in done for value in phone.taken]
    return {
        "phones": phones,
        "seconds": round(time.perf_counter() - begun, 1),
        "requests": len(taken),
        "errors": sum(phone.failed for phone in done),
        "p50_ms": percentile(taken, 0.5),
        "p95_ms": percentile(taken, 0.95),
        "p99_ms": percentile(taken, 0.99),
    }


async def under_fire(workshop: Workshop, phones: int, kills: int) -> dict[str, object]:
    """Phones keep saving while processes die; every acknowledged answer must be stored, or a later one."""
    ready: list[Phone] = []
    for number in range(phones):
        phone = Phone(workshop.local_address)
        await phone.join(workshop.class_code, f"Uji {number:03}", "Di bawah beban")
        await phone.open(f"/latihan/{EXERCISE}/2")
        ready.append(phone)
    acknowledged = [0] * phones
    ending = asyncio.Event()

    async def save(number: int) -> None:
        count = 0
        while not ending.is_set():
            count += 1
            try:
                await ready[number].answer(EXERCISE, 2, str(count), check=False)
                acknowledged[number] = count
            except Exception:
                await asyncio.sleep(0.05)

    jobs = [asyncio.create_task(save(number)) for number in range(phones)]
    back: list[float] = []
    loop = asyncio.get_running_loop()
    chance = stream(10_000)
    for _ in range(kills):
        await asyncio.sleep(chance.uniform(0.1, 0.6))
        alive = [child for child in workshop.children if child.process]
        victim = alive[int(chance.integers(len(alive)))]
        victim.process.send_signal(signal.SIGKILL)
        begun = time.perf_counter()
        await asyncio.sleep(0.02)
        while not await loop.run_in_executor(None, workshop.healthy):
            await asyncio.sleep(0.05)
        back.append(time.perf_counter() - begun)
    ending.set()
    await asyncio.gather(*jobs)
    with Store(workshop.folder.database) as store:
        names = {person.name: person.id for person in store.people.all()}
        stored = [
            int(store.work.answers(names[f"Uji {number:03}"], EXERCISE).popitem()[1].raw)
            for number in range(phones)
        ]
    lost = sum(have < want for have, want in zip(stored, acknowledged, strict=True))
    return {
        "kills": kills,
        "acknowledged": sum(acknowledged),
        "phones_with_a_lost_answer": lost,
        "back_median_s": round(statistics.median(back), 2),
        "back_worst_s": round(max(back), 2),
    }


def main() -> None:
    """Start a class in a folder of its own, load it, print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--phones", type=int, default=60)
    parser.add_argument("--seconds", type=float, default=45.0)
    parser.add_argument("--kills", type=int, default=50)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        begun = time.perf_counter()
        workshop = Workshop(Path(place) / "kelas", port=free_port(), host="127.0.0.1", simulators=False)
        ending = threading.Event()
        try:
            workshop.start()
            out: dict[str, object] = {"ready_s": round(time.perf_counter() - begun, 2)}

            def watch() -> None:
                while not ending.wait(0.1):
                    workshop.look_after()

            threading.Thread(target=watch, daemon=True).start()
            AsyncHTTPClient.configure(None, max_clients=500)
            out["crowd"] = asyncio.run(crowd(workshop, args.phones, args.seconds))
            if args.kills:
                out["under_fire"] = asyncio.run(under_fire(workshop, min(20, args.phones), args.kills))
        finally:
            ending.set()
            workshop.stop()
    print(json.dumps(out, indent=2))


if __name__ == "__main__":
    main()
