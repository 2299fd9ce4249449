"""First answer at once, better answers after: runs a computation with more and more replications in a thread.

Theory of operation. ``ask`` computes the first rung of the ladder in the caller's thread and hands it over, so the
picture follows the finger. A worker thread waits until the finger rests, then climbs the ladder; each rung is handed
over through ``post`` (in a kernel: the event loop of the main thread, so widgets are only touched there). A new
question makes everything that is still under way stale: it is neither finished nor shown. Computations say between
two parts of their work that they may be left (``STEPWISE``, ``leave_if_stale``); otherwise the first answer to a new
question would have to share the processor with what nobody waits for any more.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import Executor
from functools import partial
from typing import Any

LADDER = (10, 40, 100, 200)
REST = (
    0.3  # seconds without a new question before refining starts: longer than a hand pauses between two moves
)
REMEMBERED = 256

Compute = Callable[[Any, int], Any]
Deliver = Callable[[Any], None]
Post = Callable[[Callable[[], None]], None]


class Stale(Exception):
    """A newer question was asked: what is being computed is not wanted any more."""


class _Errand(threading.local):
    """What this thread computes for: tells whether it is still wanted."""

    stale: Callable[[], bool] | None = None


_errand = _Errand()


def leave_if_stale() -> None:
    """Between two parts of a computation: go on, or leave it when it is refining an answer to an old question.

    Raises:
        Stale: only in the thread of a ``Refiner``, which expects it.
    """
    if _errand.stale is not None and _errand.stale():
        raise Stale


class Stepwise(Executor):
    """Works in the caller's thread, part by part, and leaves between two parts when nobody waits any more."""

    def map(self, fn: Callable[..., Any], /, *iterables: Any, **_options: Any) -> Iterator[Any]:
        """One result after the other."""
        for arguments in zip(*iterables, strict=False):
            leave_if_stale()
            yield fn(*arguments)


STEPWISE = Stepwise()


class Refiner:
    """Answers questions with ``compute(question, replications)``, each better than the one before."""

    def __init__(
        self,
        compute: Compute,
        deliver: Deliver,
        *,
        post: Post | None = None,
        on_error: Callable[[Exception], None] | None = None,
        ladder: tuple[int, ...] = LADDER,
        rest: float = REST,
    ) -> None:
        self._compute, self._deliver, self._post = compute, deliver, post
        self._on_error = on_error
        self._ladder, self._rest = ladder, rest
        self._known: OrderedDict[Hashable, tuple[int, Any]] = OrderedDict()
        self._lock = threading.Lock()
        self._wake = threading.Condition()
        self._newest = 0
        self._wanted: Hashable = None
        self._question: tuple[int, Hashable, Any, int] | None = None
        self._thread: threading.Thread | None = None
        self._closed = False

    def ask(self, question: Any, key: Hashable) -> None:
        """Deliver a first answer now and better ones later; what was asked before is dropped."""
        with self._wake:
            self._newest += 1
            number = self._newest
            self._wanted = key
            self._question = None
        known = self._recall(key)
        if known is None:
            known = (self._ladder[0], self._compute(question, self._ladder[0]))
            self._remember(key, known)
        self._deliver(known[1])
        if known[0] < self._ladder[-1] and self._post is not None:
            self._refine_later(number, key, question, known[0])

    def drop(self) -> None:
        """Leave what is under way: nothing more is delivered until the next question."""
        with self._wake:
            self._newest += 1
            self._wanted, self._question = None, None

    def better(self, question: Any, key: Hashable) -> None:
        """Climb the whole ladder in this thread, delivering each rung (scripts, tests, printing)."""
        for rung in self._ladder:
            known = self._recall(key)
            if known is None or known[0] < rung:
                known = (rung, self._compute(question, rung))
                self._remember(key, known)
                self._deliver(known[1])

    def close(self) -> None:
        """End the worker thread after the rung it is on."""
        with self._wake:
            self._closed = True
            self._question = None
            self._newest += 1
            self._wake.notify()
        if self._thread is not None:
            self._thread.join(timeout=5)

    def _refine_later(self, number: int, key: Hashable, question: Any, shown: int) -> None:
        with self._wake:
            self._question = (number, key, question, shown)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="iku-refine", daemon=True)
                self._thread.start()
            self._wake.notify()

    def _work(self) -> None:
        while True:
            with self._wake:
                while self._question is None and not self._closed:
                    self._wake.wait()
                if self._closed:
                    return
                job = self._question
                self._wake.wait(self._rest)
                if job is not self._question or job is None:
                    continue
                self._question = None
            _errand.stale = partial(self._unwanted, job[1])
            self._climb(*job)

    def _unwanted(self, key: Hashable) -> bool:
        """Whether nobody waits for a better answer to this question."""
        return self._closed or self._wanted != key

    def _climb(self, number: int, key: Hashable, question: Any, shown: int) -> None:
        """Deliver what is better than the rung ``shown``, computed now or already known from an earlier asking."""
        for rung in self._ladder[1:]:
            if number != self._newest:
                return
            known = self._recall(key)
            if known is None or known[0] < rung:
                try:
                    known = (rung, self._compute(question, rung))
                except Stale:
                    return
                except Exception as fault:
                    self._hand_over(number, fault, failed=True)
                    return
                self._remember(key, known)
            if known[0] > shown:
                shown = known[0]
                self._hand_over(number, known[1])

    def _hand_over(self, number: int, result: Any, *, failed: bool = False) -> None:
        def now() -> None:
            if number != self._newest:
                return
            if not failed:
                self._deliver(result)
            elif self._on_error is not None:
                self._on_error(result)

        assert self._post is not None
        self._post(now)

    def _recall(self, key: Hashable) -> tuple[int, Any] | None:
        with self._lock:
            if key in self._known:
                self._known.move_to_end(key)
            return self._known.get(key)

    def _remember(self, key: Hashable, answer: tuple[int, Any]) -> None:
        with self._lock:
            if key not in self._known or self._known[key][0] < answer[0]:
                self._known[key] = answer
            self._known.move_to_end(key)
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
