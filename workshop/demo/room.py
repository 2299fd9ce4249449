"""The simulated class: joins, answers, hands in, is graded, reads its feedback; then the books are compared."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import grading
from workshop import paths
from workshop.demo.phone import DeskPhone, Phone, Refused
from workshop.demo.plans import EXERCISES, Person, Plan, Planner, people
from workshop.recap import write_recap
from workshop.service.store import Store
from workshop.service.supervisor import Workshop, free_port

AT_ONCE = 12  # phones that speak at the same moment
TOLERANCE = 1e-6


@dataclass(frozen=True)
class Mismatch:
    """A trainee whose grade is not the one deserved."""

    participant: str
    manner: str
    exercise: str
    deserved: float | None
    graded: float | None


@dataclass(frozen=True)
class Outcome:
    """What happened; the first six fields are the machine's summary."""

    participants: int
    submissions: int
    graded: int
    mismatches: int
    seconds: float
    recap: str
    manners: dict[str, int]
    unusual: dict[str, int]
    differences: list[Mismatch]
    folder: str

    def summary(self) -> dict[str, Any]:
        """The fields that programs rely on."""
        names = ("participants", "submissions", "graded", "mismatches", "seconds", "recap")
        return {name: value for name, value in asdict(self).items() if name in names}


def run_demo(count: int, out: Path, *, seed: int = 20261125, say: Callable[[str], None]) -> Outcome:
    """A whole class cycle in ``out``; ``say`` gets one Indonesian line a step."""
    began = time.perf_counter()
    out.mkdir(parents=True, exist_ok=True)
    workshop = Workshop(out / "kelas", port=free_port(), host="127.0.0.1", simulators=False, notebooks=False)
    ending = threading.Event()
    watch = threading.Thread(target=lambda: _look_after(workshop, ending), daemon=True)
    try:
        workshop.start()
        watch.start()
        say(f"Kelas dimulai di {workshop.local_address} dengan kode {workshop.class_code}.")
        crowd = people(count, seed)
        asyncio.run(DemoClass(workshop, crowd, say).run())
    finally:
        ending.set()
        workshop.stop()
    recap = out / "rekap.xlsx"
    write_recap(workshop.folder.path, recap)
    say(f"Rekap ditulis: {recap}")
    return _compare(workshop, crowd, recap, time.perf_counter() - began)


def _look_after(workshop: Workshop, ending: threading.Event) -> None:
    while not ending.wait(0.25):
        workshop.look_after()


class DemoClass:
    """The people of the demo, on their phones, and the facilitator at the desk."""

    def __init__(self, workshop: Workshop, crowd: list[Person], say: Callable[[str], None]) -> None:
        self.workshop, self.crowd, self.say = workshop, crowd, say
        self.address = workshop.local_address
        self.planner = Planner(grading.Rehearsal(paths.EXERCISES), workshop.folder.secret)
        self.desk = DeskPhone(self.address)
        self.phones = [Phone(self.address) for _ in crowd]

    async def run(self) -> None:
        """Join → answer → close → grade → release → read."""
        await self.desk.sign_in(self.workshop.desk_code)
        await self._each(lambda nth: self.phones[nth].join(self.workshop.class_code, *self._called(nth)))
        self._make_plans()
        self.say(f"{len(self.crowd)} peserta masuk.")
        await self._each(self._work)
        self.say("Semua yang tepat waktu sudah menjawab dan mengirim.")
        for exercise in EXERCISES:
            await self._press(f"/meja/latihan/{exercise}/tutup")
        await self._each(self._come_late)
        self.say("Latihan ditutup; yang terlambat mendapat pemberitahuan, jawaban tersimpannya ikut dinilai.")
        await self._grade()
        for exercise in EXERCISES:
            await self._press(f"/meja/bagikan/{exercise}")
        await self._each(self._read)
        self.say("Umpan balik dibagikan dan dibaca.")

    def _called(self, nth: int) -> tuple[str, str]:
        return self.crowd[nth].name, self.crowd[nth].unit

    def _make_plans(self) -> None:
        with Store(self.workshop.folder.database) as store:
            ids = {person.name: person.id for person in store.people.all()}
        for nth, person in enumerate(self.crowd):
            person.plans = [
                self.planner.plan(person.manner, nth, ids[person.name], exercise) for exercise in EXERCISES
            ]

    async def _each(self, work: Callable[[int], Any]) -> None:
        gate = asyncio.Semaphore(AT_ONCE)

        async def one(nth: int) -> None:
            async with gate:
                await work(nth)

        await asyncio.gather(*(one(nth) for nth in range(len(self.crowd))))

    async def _work(self, nth: int) -> None:
        phone, person = self.phones[nth], self.crowd[nth]
        for plan in person.plans:
            await phone.open(f"/latihan/{plan.exercise}")
            if person.manner == "rusak":
                answer = await phone.upload(
                    f"/latihan/{plan.exercise}/notebook", "rusak.ipynb", b'{"cells": ['
                )
                if answer.code != 400:
                    raise Refused(f"a broken notebook was answered with {answer.code}")
            elif plan.cells:
                content = await self._filled(phone, plan)
                await phone.upload(f"/latihan/{plan.exercise}/notebook", f"{plan.exercise}.ipynb", content)
            elif plan.answers:
                await self._fill_form(phone, plan)
                if person.manner != "terlambat":
                    await phone.submit(plan.exercise)

    async def _fill_form(self, phone: Phone, plan: Plan) -> None:
        for place, raw in plan.answers.items():
            await phone.open(f"/latihan/{plan.exercise}/{place}")
            if place in plan.tries:
                reply = await phone.answer(plan.exercise, place, plan.tries[place], check=True)
                if reply["state"] != "wrong":
                    raise Refused(f"{plan.exercise}/{place}: a wrong answer was called {reply['state']}")
            reply = await phone.answer(plan.exercise, place, raw, check=place in plan.tries)
            if place in plan.tries and reply["state"] != "correct":
                raise Refused(f"{plan.exercise}/{place}: the right answer was called {reply['state']}")

    async def _filled(self, phone: Phone, plan: Plan) -> bytes:
        """The own notebook with its answer cells filled in."""
        answer = await phone.fetch(f"/latihan/{plan.exercise}/notebook")
        notebook = json.loads(answer.body)
        for cell in notebook["cells"]:
            name = cell["metadata"].get("nbgrader", {}).get("grade_id", "").removeprefix("jawaban-")
            if name in plan.cells and cell["cell_type"] == "code":
                cell["source"] = plan.cells[name]
        return json.dumps(notebook).encode()

    async def _come_late(self, nth: int) -> None:
        if self.crowd[nth].manner != "terlambat":
            return
        for plan in self.crowd[nth].plans:
            phone = self.phones[nth]
            try:
                page = await phone.submit(plan.exercise)
            except Refused as refusal:
                page = str(refusal)
            if "409" not in page and "ditutup" not in page:
                raise Refused(f"{plan.exercise}: a late hand-in was taken")

    async def _grade(self) -> None:
        began = time.perf_counter()
        await self._press("/meja/nilai")
        while "Menilai …" in (page := await self.desk.open("/meja")):
            await asyncio.sleep(0.3)
        if "jawaban dinilai" not in page:
            raise Refused("grading did not end well; see the log of the class")
        self.say(f"Semua jawaban dinilai dalam {time.perf_counter() - began:.1f} detik.".replace(".", ",", 1))

    async def _press(self, path: str) -> None:
        await self.desk.open("/meja")
        await self.desk.send(path, [])

    async def _read(self, nth: int) -> None:
        for plan in self.crowd[nth].plans:
            page = await self.phones[nth].open(f"/umpan-balik/{plan.exercise}")
            if (plan.deserved is not None) != ("score-big" in page):
                raise Refused(f"{plan.exercise}: the feedback page is not what it should be")


def _compare(workshop: Workshop, crowd: list[Person], recap: Path, seconds: float) -> Outcome:
    """Deserved against graded, read from nbgrader's gradebook with nbgrader's own program."""
    from nbgrader.api import Gradebook

    with Store(workshop.folder.database) as store:
        ids = {person.name: person.id for person in store.people.all()}
        submissions = len(store.work.latest_submissions())
        results = store.work.results()
    scores: dict[tuple[str, str], float] = {}
    with Gradebook(f"sqlite:///{workshop.folder.course / 'gradebook.db'}") as book:
        for exercise in EXERCISES:
            for done in book.assignment_submissions(exercise):
                scores[done.student_id, exercise] = done.score
    differences = []
    for person in crowd:
        for plan in person.plans:
            got = scores.get((ids[person.name], plan.exercise))
            same = got is None if plan.deserved is None else got is not None and _equal(got, plan.deserved)
            if not same:
                differences.append(
                    Mismatch(ids[person.name], person.manner, plan.exercise, plan.deserved, got)
                )
    return Outcome(
        participants=len(crowd),
        submissions=submissions,
        graded=len(scores),
        mismatches=len({item.participant for item in differences}),
        seconds=round(seconds, 1),
        recap=str(recap),
        manners=dict(Counter(person.manner for person in crowd)),
        unusual=dict(Counter(result["status"] for _, _, result in results if result["status"] != "graded")),
        differences=differences,
        folder=str(workshop.folder.path),
    )


def _equal(left: float, right: float) -> bool:
    return abs(left - right) <= TOLERANCE
