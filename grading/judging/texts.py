"""Free text: read by a person with a rubric; here only counted."""

from __future__ import annotations

from typing import Any

from grading.judging.question import Question
from grading.results import Verdict

READ_BY = "Tersimpan. Jawaban ini dibaca dan dinilai fasilitator dengan rubrik pada soal."
TOO_LONG = "Jawaban Anda {count} kata, batasnya {limit} kata. Ringkaslah: sisakan yang paling penting."
NOT_TEXT = "Jawaban bagian ini berupa teks."


def judge(question: Question, raw: Any) -> Verdict:
    """Waits for a person; says so, and whether the text is too long."""
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return question.empty()
    if not isinstance(raw, str):
        return question.verdict("invalid", 0.0, NOT_TEXT)
    count, limit = len(raw.split()), question.part.max_words
    too_long = limit is not None and count > limit
    return question.verdict("manual", 0.0, TOO_LONG.format(count=count, limit=limit) if too_long else READ_BY)
