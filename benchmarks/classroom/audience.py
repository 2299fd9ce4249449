"""An audience of hundreds without sign-in: the public page, one vote each, a simulator's page."""

from __future__ import annotations

import asyncio
import time

from benchmarks.classroom.phones import TimedPhone, percentile, stream
from benchmarks.classroom.running import RunningClass
from workshop.demo.phone import DeskPhone
from workshop.service.store import Store

SIMULATOR = "loket"


async def audience(kelas: RunningClass, guests: int, seconds: float) -> dict[str, object]:
    """Guests come within half of the time, vote, and open a simulator; all behind one address, as in a hall.

    Simulators have fewer places than such a hall has people: who gets none is told so, and is counted apart.
    """
    desk = DeskPhone(kelas.address)
    await desk.sign_in(kelas.desk_code)
    await desk.open("/meja/umum")
    await desk.send("/meja/umum", [("tindakan", "buka")])
    await desk.open("/meja/jajak")
    await desk.send("/meja/jajak", [("tanya", "Setuju?"), ("jenis", "choice"), ("pilihan", "Ya\nBelum")])

    without_place = 0

    async def one(number: int) -> TimedPhone:
        nonlocal without_place
        pace = stream(number)
        phone = TimedPhone(kelas.address)
        await asyncio.sleep(pace.uniform(0, seconds / 2))
        await phone.open("/umum")
        await asyncio.sleep(pace.uniform(0, seconds / 8))
        await phone.open("/umum/jajak")
        await asyncio.sleep(pace.uniform(0, seconds / 8))
        await phone.send("/umum/jajak", [("jajak", "1"), ("pilihan", str(number % 2))])
        await asyncio.sleep(pace.uniform(0, seconds / 8))
        page = await phone.fetch(f"/simulator/{SIMULATOR}?view=phone&code={kelas.class_code}")
        if page.code == 503:
            without_place += 1
            phone.failed -= 1  # counted by the phone as any answer from 500 on
        phone.failed += 400 <= page.code < 500
        return phone

    begun = time.perf_counter()
    done = await asyncio.gather(*(one(number) for number in range(guests)))
    pages = [value for phone in done for value in phone.taken[:-1]]
    simulators = [phone.taken[-1] for phone in done]  # the last that each opens
    with Store(kelas.data / "kelas.sqlite") as store:
        poll = store.teaching.poll(1)
        votes = dict(store.teaching.tally(poll)) if poll else {}
    return {
        "guests": guests,
        "seconds": round(time.perf_counter() - begun, 1),
        "requests": len(pages) + len(simulators),
        "errors": sum(phone.failed for phone in done),
        "told_that_no_seat_is_free": without_place,
        "votes_stored": votes,
        "p50_ms": percentile(pages, 0.5),
        "p95_ms": percentile(pages, 0.95),
        "simulator_p50_ms": percentile(simulators, 0.5),
        "simulator_p95_ms": percentile(simulators, 0.95),
    }
