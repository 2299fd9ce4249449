"""``mistakes.py``: read and checked, and what each mistake is in one variant."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

from grading.errors import ExerciseCodeError
from grading.examiner.author_code import AuthorCode, plain
from grading.exercise.showing import fill
from grading.judging.question import KnownMistake

log = logging.getLogger("iku.pemeriksa")
MISTAKE_KEYS = {"id", "part", "message", "answer", "when", "row", "code", "check"}


def read_mistakes(code: AuthorCode) -> tuple[dict[str, Any], ...]:
    """The mistakes of an exercise; raises ``ExerciseFault`` for the first that is not as it must be."""
    found = code.load("mistakes.py").get("MISTAKES")
    if not isinstance(found, list | tuple):
        raise code.fault("mistakes.py belum berisi MISTAKES.", "Tulis MISTAKES = [ {…}, … ] di sana.")
    parts = {part.id for part in code.exercise.parts}
    for mistake in found:
        if not isinstance(mistake, dict) or not {"id", "part", "message"} <= mistake.keys() <= MISTAKE_KEYS:
            raise code.fault(
                f'Kekeliruan "{str(mistake)[:60]}" tidak lengkap atau memuat kunci yang tidak dikenal.',
                f"Kunci yang dikenal: {', '.join(sorted(MISTAKE_KEYS))}.",
            )
        if mistake["part"] not in parts:
            raise code.fault(
                f'Kekeliruan {mistake["id"]} menyebut bagian "{mistake["part"]}", yang tidak ada.',
                f"Bagian yang ada: {', '.join(sorted(parts))}.",
            )
        if "when" in mistake and "row" in mistake and "answer" not in mistake:
            raise code.fault(f"Kekeliruan {mistake['id']} pada satu baris memakai when.", "Pakai answer.")
        if not {"answer", "when", "code"} & mistake.keys():
            raise code.fault(
                f"Kekeliruan {mistake['id']} tidak menyebut jawabannya.", "Isi answer, when, atau code."
            )
    return tuple(found)


def known_mistake(
    code: AuthorCode,
    mistake: Mapping[str, Any],
    fresh: Callable[[], dict[str, Any]],
    names: Mapping[str, Any],
    *,
    strict: bool,
) -> KnownMistake | None:
    """A mistake with its value in this variant; ``None`` where it does not arise, and for those of functions.

    ``fresh`` gives the variant's facts, a copy for each call.
    """
    if "code" in mistake:
        return None
    message = fill(mistake["message"], names, f"Kekeliruan {mistake['id']} di folder {code.exercise.id}.")
    row = mistake.get("row", "")
    if "when" in mistake:
        when = _predicate(code, mistake, fresh, strict=strict)
        return KnownMistake(mistake["id"], message, when=when, row=row)
    answer = mistake["answer"]
    if callable(answer):
        with code.running(mistake["id"], file="mistakes.py"):
            answer = answer(fresh())
    answer = plain(answer)
    return None if answer is None else KnownMistake(mistake["id"], message, answer=answer, row=row)


def _predicate(
    code: AuthorCode, mistake: Mapping[str, Any], fresh: Callable[[], dict[str, Any]], *, strict: bool
) -> Callable[[Any], bool]:
    def holds(answer: Any) -> bool:
        try:
            with code.running(mistake["id"], file="mistakes.py"):
                return bool(mistake["when"](fresh(), answer))
        except ExerciseCodeError as error:
            if strict:
                raise
            log.warning("%s", error)  # in class an answer is judged all the same
            return False

    return holds
