"""Between a browser's form fields and an answer: one shape per kind of part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kpi_sim.errors import AmbiguousNumberError, LabIkuError
from kpi_sim.units import format_number, parse_number

LONGEST_TEXT = 4000
FIELD = "jawaban"


@dataclass(frozen=True)
class Reading:
    """Two readings of a number such as "1.250": what to store for each, and how it is said."""

    typed: str
    choices: tuple[tuple[str, str], ...]


def on_form(part: Mapping[str, Any]) -> bool:
    """Whether a part can be answered on the form (code parts belong to the notebook)."""
    return "form" in (part.get("tracks") or ("form",))


def read(part: Mapping[str, Any], fields: Mapping[str, list[str]]) -> Any:
    """The answer in the shape that the examiner expects for this kind of part.

    Text typed, an option's id, a list of ids, row id → text for tables, or field → text for a card (empty while
    the card is as it was given).
    """
    kind = part["kind"]
    if kind == "choices":
        known = [option["id"] for option in part["options"]]
        return [name for name in known if name in fields.get(FIELD, [])]
    if kind == "ordering":
        return _order(part, fields)
    if kind in ("table", "scorecard"):
        return {row["id"]: _cell(row, fields) for row in part["rows"] if f"{FIELD}.{row['id']}" in fields}
    if kind == "indicator":
        return _card(part, fields)
    if kind == "choice":
        chosen = _text(fields, FIELD)
        return chosen if chosen in {option["id"] for option in part["options"]} else ""
    return _text(fields, FIELD)


def is_empty(raw: Any) -> bool:
    """Whether nothing was answered."""
    if isinstance(raw, Mapping):
        return all(is_empty(value) for value in raw.values())
    return raw is None or raw == "" or raw == []


def ambiguous(part: Mapping[str, Any], raw: Any) -> Reading | None:
    """The question to ask about a number with two readings; ``None`` when there is none."""
    if part["kind"] != "number" or not isinstance(raw, str):
        return None
    try:
        parse_number(raw)
    except AmbiguousNumberError:
        thousands = parse_number(raw, ambiguous="thousands")
        decimal = parse_number(raw, ambiguous="decimal")
        return Reading(
            raw,
            (
                (str(thousands), f"{in_words(int(thousands))} ({format_number(thousands)})"),
                (
                    format_number(decimal),
                    f"{_decimal_words(format_number(decimal))} ({format_number(decimal)})",
                ),
            ),
        )
    except LabIkuError:
        return None
    return None


def _text(fields: Mapping[str, list[str]], name: str) -> str:
    return (fields.get(name) or [""])[-1].replace("\0", "").strip()[:LONGEST_TEXT]


def _cell(row: Mapping[str, Any], fields: Mapping[str, list[str]]) -> str:
    """What stands in one row: text, or one of the row's options."""
    text = _text(fields, f"{FIELD}.{row['id']}")
    known = {option["id"] for option in row.get("options") or []}
    return text if not known or text in known else ""


def _card(part: Mapping[str, Any], fields: Mapping[str, list[str]]) -> dict[str, str]:
    """Field → text of an indicator card; nothing at all when nothing was changed."""
    sent = [field for field in part["fields"] if f"{FIELD}.{field['id']}" in fields]
    card = {
        field["id"]: _cell({"id": field["id"], "options": field.get("choices")}, fields) for field in sent
    }
    same = all(card[field["id"]].split() == field["value"].split() for field in sent)
    return {} if same else card


def _order(part: Mapping[str, Any], fields: Mapping[str, list[str]]) -> list[str]:
    """Ids by the rank that was chosen for each; items without a rank are left out."""
    ranks = {option["id"]: _text(fields, f"{FIELD}.{option['id']}") for option in part["options"]}
    chosen = {name: int(rank) for name, rank in ranks.items() if rank.isdecimal()}
    return sorted(chosen, key=lambda name: chosen[name])


# --- numbers in words, for the question "Maksud Anda seribu dua ratus lima puluh?"

ONES = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")


def in_words(value: int) -> str:
    """A whole number below a million in Indonesian words."""
    if value < 10:
        return ONES[value]
    for size, name, one in ((1000, "ribu", "seribu"), (100, "ratus", "seratus")):
        if value >= size:
            head = one if value // size == 1 else f"{in_words(value // size)} {name}"
            return head + (f" {in_words(value % size)}" if value % size else "")
    if value < 20:
        return {10: "sepuluh", 11: "sebelas"}.get(value) or f"{ONES[value - 10]} belas"
    return f"{ONES[value // 10]} puluh" + (f" {ONES[value % 10]}" if value % 10 else "")


def _decimal_words(text: str) -> str:
    whole, _, rest = text.partition(",")
    words = in_words(int(whole.replace(".", "")))
    return words + (" koma " + " ".join(ONES[int(digit)] for digit in rest) if rest else "")
