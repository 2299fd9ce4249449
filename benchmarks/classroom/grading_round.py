"""From the last hand-in to feedback on every phone, as the facilitator's clicks bring it about."""

from __future__ import annotations

import asyncio
import time

from benchmarks.classroom.phones import EXERCISE, TimedPhone
from benchmarks.classroom.running import RunningClass
from workshop.demo.phone import DeskPhone, Refused

GRADING = "Menilai …"
GRADED = "jawaban dinilai"


async def grade(desk: DeskPhone) -> bool:
    """Nilai semua, and wait for the end of the run; whether it ended well."""
    await desk.open("/meja")
    await desk.send("/meja/nilai", [])
    while GRADING in (page := await desk.open("/meja")):
        await asyncio.sleep(0.2)
    return GRADED in page


async def feedback(kelas: RunningClass, phones: list[TimedPhone]) -> dict[str, object]:
    """Everyone submits once more; the desk grades and releases; every phone opens its feedback until it is there."""
    desk = DeskPhone(kelas.address)
    await desk.sign_in(kelas.desk_code)
    begun = time.perf_counter()
    await asyncio.gather(*(phone.submit(EXERCISE) for phone in phones))
    submitted = time.perf_counter()
    if not await grade(desk):
        raise Refused("grading did not end well")
    graded = time.perf_counter()
    await desk.open("/meja")
    await desk.send(f"/meja/bagikan/{EXERCISE}", [])
    pages = await asyncio.gather(*(phone.open(f"/umpan-balik/{EXERCISE}") for phone in phones))
    return {
        "trainees": len(phones),
        "feedback_visible": sum("score-big" in page for page in pages),
        "submitting_s": round(submitted - begun, 1),
        "grading_s": round(graded - submitted, 1),
        "all_s": round(time.perf_counter() - begun, 1),
    }
