"""Numbers: Indonesian and international form, tolerance, "almost" (rounding), typical mistakes first."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal, InvalidOperation
from typing import Any

from grading.judging.question import LONGEST_NUMBER, KnownMistake, Question
from grading.results import Verdict
from kpi_sim.errors import LabIkuError, NumberFormatError
from kpi_sim.units import parse_number, round_half_up, to_decimal

CLOSE = 10  # an answer within ten tolerances of the key is almost right
ROUGHLY = Decimal("0.01")  # asumsi: a coarser rounding still counts as "almost" within one percent of the key
ROUNDING = (
    "Cara Anda sudah tepat. Periksa pembulatannya: hitung dengan semua desimal, bulatkan sekali di akhir."
)
AS_SHARE = "Nilai Anda berbentuk bagian dari satu. Soal meminta persen."
THOUSANDS = "Periksa arti titik dan koma pada bilangan ini. Titik memisahkan ribuan, koma memisahkan desimal."


@dataclass(frozen=True)
class Scale:
    """How exactly a number is judged."""

    tolerance: Decimal
    decimals: int
    unit: str = ""

    def same(self, one: Decimal, other: Decimal, times: int = 1) -> bool:
        """Whether two numbers are the same within ``times`` the tolerance."""
        return abs(one - other) <= self.tolerance * times + Decimal("1e-9")


def read_number(raw: Any) -> Decimal | None:
    """The number in a raw answer; ``None`` for no answer.

    Raises:
        NumberFormatError, AmbiguousNumberError: text that is no number, or two.
    """
    if raw is None:
        return None
    if isinstance(raw, str):
        if len(raw) > LONGEST_NUMBER:
            raise NumberFormatError(text=raw[:LONGEST_NUMBER])
        return parse_number(raw) if raw.strip() else None
    if isinstance(raw, bool) or not isinstance(raw, int | float | Decimal):
        raise NumberFormatError(text=str(raw)[:LONGEST_NUMBER])
    try:
        number = to_decimal(raw)
    except (InvalidOperation, ValueError):
        raise NumberFormatError(text=str(raw)[:LONGEST_NUMBER]) from None
    if not number.is_finite() or abs(number) >= Decimal("1e30"):
        raise NumberFormatError(text=str(raw)[:LONGEST_NUMBER])
    return number


def scale_of(question: Question, key: Decimal, row: Any = None) -> Scale:
    """Tolerance and decimals of a number part, or of one row of a table."""
    part = question.part
    tolerance = to_decimal(part.tolerance)
    if part.tolerance_percent is not None:
        tolerance = abs(key) * to_decimal(part.tolerance_percent) / 100
    if row is not None and row.tolerance is not None:
        tolerance = to_decimal(row.tolerance)
    decimals = row.decimals if row is not None and row.decimals is not None else part.decimals
    return Scale(tolerance, decimals, (row.unit if row is not None else "") or part.unit)


def judge(question: Question, raw: Any) -> Verdict:
    """The verdict on one number."""
    try:
        answer = read_number(raw)
    except LabIkuError as error:
        return question.verdict("invalid", 0.0, error.sentence())
    if answer is None:
        return question.empty()
    if question.judge is not None:
        return question.of_share(*question.judge(float(answer)))
    key = to_decimal(question.key)
    scale = scale_of(question, key)
    share, mistake, message = grade_number(answer, key, scale, question.mistakes)
    if share == 1:
        return question.verdict("correct", 1.0)
    if share:
        return question.verdict("close", share, message)
    return question.verdict("wrong", 0.0, message or question.wrong(answer).message, mistake)


def grade_number(
    answer: Decimal, key: Decimal, scale: Scale, mistakes: tuple[KnownMistake, ...]
) -> tuple[float, str | None, str]:
    """(share, mistake id, message) of a number: right, a known mistake, almost, a slip of form, or wrong.

    A known mistake wins over "almost": it says more.
    """
    if scale.same(answer, key):
        return 1.0, None, ""
    found = _known(answer, scale, mistakes, 1)
    if found is None and is_close(answer, key, scale):
        return 0.5, None, ROUNDING
    found = found or _known(answer, scale, mistakes, CLOSE)
    if found is not None:
        return 0.0, found.id, found.message
    if "%" in scale.unit and scale.same(answer * 100, key, CLOSE):
        return 0.0, "K002", AS_SHARE
    if abs(key) >= 1000 and scale.same(answer * 1000, key):
        return 0.0, "K001", THOUSANDS
    return 0.0, None, ""


def is_close(answer: Decimal, key: Decimal, scale: Scale) -> bool:
    """Whether the answer misses the key by rounding only."""
    if scale.same(answer, key, CLOSE):
        return True
    if abs(answer - key) > abs(key) * ROUGHLY:
        return False
    coarser = range(scale.decimals + 1)
    return any(answer in (round_half_up(key, places), cut(key, places)) for places in coarser)


def cut(value: Decimal, places: int) -> Decimal:
    """``value`` cut off after ``places`` decimals."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_DOWN)


def _known(
    answer: Decimal, scale: Scale, mistakes: tuple[KnownMistake, ...], times: int
) -> KnownMistake | None:
    for mistake in mistakes:
        if mistake.when is not None:
            if times == 1 and mistake.when(float(answer)):
                return mistake
        elif isinstance(mistake.answer, int | float | Decimal) and scale.same(
            answer, to_decimal(mistake.answer), times
        ):
            return mistake
    return None
