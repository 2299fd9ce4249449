"""Exercises as the pages need them: the examiner behind threads, each trainee's own variant, cached."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from tornado.web import HTTPError

import grading

log = logging.getLogger("iku.kelas")
T = TypeVar("T")


ROUNDS = {"pretes": "Pretes", "postes": "Postes"}


def is_test(offer_id: str) -> bool:
    """Whether this names a pre-test or post-test rather than an exercise."""
    return offer_id.partition("-")[0] in ROUNDS


@dataclass(frozen=True)
class Offer:
    """One thing to do in this class: an exercise, or the same exercise as pre-test or post-test.

    A test is called ``pretes-<exercise>``: it has variants, answers and results of its own, gives no hints, and
    is marked by the examiner at once, outside the gradebook.
    """

    id: str
    exercise: str
    round: str
    title: str
    minutes: int
    points: float
    parts: Sequence[Any]
    module: str = ""
    level: str = ""


def complete(form: dict[str, Any]) -> dict[str, Any]:
    """A form description in which every part has every field that templates may ask for."""
    whole: dict[str, Any] = {"prompt": "", "unit": None, "max_words": None}
    whole |= {name: [] for name in ("facts", "options", "columns", "rows", "fields", "card", "rubric")}
    parts = [{**whole, "tracks": ["form", "notebook"], **part} for part in form["parts"]]
    for part in parts:
        part["fields"] = [{"choices": [], "long": False, **field} for field in part["fields"]]
        part["rows"] = [{"facts": [], "unit": None, "options": [], **row} for row in part["rows"]]
    return {"intro": "", **form, "parts": parts}


class Exercises:
    """Asks the trusted examiner; holds no key itself. Safe to use from the event loop."""

    def __init__(self, folder: Path, secret: bytes) -> None:
        self.folder = folder
        self.catalog = grading.ExerciseCatalog(folder)
        self._secret = secret
        self._pool = ThreadPoolExecutor(4, thread_name_prefix="exercises")
        self._examiner: Any = None
        self._lock = asyncio.Lock()
        self._public: dict[tuple[str, int], dict[str, Any]] = {}
        self.seed = lru_cache(maxsize=4096)(self._seed)

    def ids(self) -> list[str]:
        """Exercises of the course, in teaching order."""
        return list(self.catalog.ids())

    def known(self, offer_id: str) -> bool:
        """Whether this is an exercise, or a test made of one."""
        return self._split(offer_id)[1] in self.catalog.ids()

    def get(self, offer_id: str) -> Offer:
        """Facts of an exercise or test; an unknown one is a page that does not exist."""
        if not self.known(offer_id):
            raise HTTPError(404)
        test, exercise_id = self._split(offer_id)
        facts = self.catalog.get(exercise_id)
        title = f"{ROUNDS[test]}: {facts.title}" if test else facts.title
        return Offer(
            offer_id,
            exercise_id,
            test,
            title,
            facts.minutes,
            facts.points,
            facts.parts,
            "" if test else facts.module,
            facts.level,
        )

    def _split(self, offer_id: str) -> tuple[str, str]:
        first, _, rest = offer_id.partition("-")
        return (first, rest) if first in ROUNDS and offer_id not in self.catalog.ids() else ("", offer_id)

    def _seed(self, participant_id: str, offer_id: str) -> int:
        return grading.variant_seed(self._secret, participant_id, offer_id)

    async def public(self, participant_id: str, offer_id: str) -> dict[str, Any]:
        """What this trainee's form shows: facts of the own variant, no key."""
        exercise_id = self.get(offer_id).exercise
        key = (exercise_id, self.seed(participant_id, offer_id))
        if key not in self._public:
            if len(self._public) > 5000:
                self._public.clear()
            self._public[key] = complete(await self._ask(lambda examiner: examiner.public(*key)))
        return self._public[key]

    async def check(self, participant_id: str, offer_id: str, part_id: str, raw: Any) -> Any:
        """The examiner's verdict on one part."""
        exercise_id, seed = self.get(offer_id).exercise, self.seed(participant_id, offer_id)
        return await self._ask(lambda examiner: examiner.check(exercise_id, seed, part_id, raw))

    async def calls(self, participant_id: str, exercise_id: str, part_id: str) -> list[Any]:
        """What a function part wants to be called with in practice: its visible checks."""
        seed = self.seed(participant_id, exercise_id)
        return await self._ask(
            lambda examiner: list(examiner.calls(exercise_id, seed, part_id, visible_only=True))
        )

    async def judge_calls(self, participant_id: str, exercise_id: str, part_id: str, outcomes: Any) -> Any:
        """The verdict on a function by its visible checks."""
        seed = self.seed(participant_id, exercise_id)
        return await self._ask(
            lambda examiner: examiner.judge_calls(exercise_id, seed, part_id, outcomes, visible_only=True)
        )

    async def notebook(self, participant_id: str, exercise_id: str) -> bytes:
        """The release notebook with this trainee's variant."""
        seed = self.seed(participant_id, exercise_id)
        return await self._ask(lambda examiner: bytes(examiner.notebook(exercise_id, seed)))

    async def run(self, work: Callable[[], T]) -> T:
        """Run something slow in a thread of ours."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, work)

    @property
    def ready(self) -> bool:
        """Whether the examiner runs."""
        return self._examiner is not None

    async def warm(self) -> None:
        """Start the examiner before the first trainee needs it."""
        await self._started()

    async def _started(self) -> Any:
        async with self._lock:
            if self._examiner is None:
                self._examiner = await self.run(lambda: grading.Examiner(self.folder).__enter__())
            return self._examiner

    async def _ask(self, question: Callable[[Any], T]) -> T:
        """Ask the examiner; one that has died is started again, once."""
        examiner = await self._started()
        try:
            return await self.run(lambda: question(examiner))
        except (OSError, EOFError):
            log.warning("the examiner ended; starting it again")
            async with self._lock:
                if self._examiner is examiner:
                    self._examiner = None
            await self.run(lambda: examiner.__exit__(None, None, None))
            again = await self._started()
            return await self.run(lambda: question(again))

    def close(self) -> None:
        if self._examiner is not None:
            self._examiner.__exit__(None, None, None)
        self._pool.shutdown(wait=False, cancel_futures=True)
