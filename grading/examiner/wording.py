"""Whether texts are short enough to be read on a phone; the limits are those of the house style for Indonesian."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from grading.exercise.model import Exercise

# asumsi: what is read at one glance, in one breath, in one sitting
TITLE_WORDS, PROMPT_WORDS, MESSAGE_WORDS = 8, 60, 25


def too_long(exercise: Exercise, mistakes: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """(part, sentence) of every text with too many words, and of parts that say nothing when an answer is wrong."""
    if words(exercise.title) > TITLE_WORDS:
        yield "", f"Judul latihan {words(exercise.title)} kata, paling banyak {TITLE_WORDS}."
    for part in exercise.parts:
        for name, text, most in (
            ("Judul", part.title, TITLE_WORDS),
            ("Pertanyaan", part.prompt, PROMPT_WORDS),
            ("Petunjuk", part.hint, MESSAGE_WORDS),
            *((f"Petunjuk {check.id}", check.hint, MESSAGE_WORDS) for check in part.checks),
        ):
            if words(text) > most:
                yield part.id, f"{name} {words(text)} kata, paling banyak {most}. Ringkaslah."
        unsaid = not part.checks or any(not check.hint for check in part.checks)
        if not part.hint and unsaid and part.kind not in ("text", "indicator"):
            yield (
                part.id,
                "Belum ada petunjuk untuk jawaban keliru yang lain. Isi hint dengan satu pertanyaan.",
            )
    for mistake in mistakes:
        if words(mistake["message"]) > MESSAGE_WORDS:
            count = words(mistake["message"])
            yield (
                mistake["part"],
                f"Pesan {mistake['id']} {count} kata, paling banyak {MESSAGE_WORDS}. Ringkaslah.",
            )


def words(text: str) -> int:
    """How many words a text has."""
    return len(text.split())
