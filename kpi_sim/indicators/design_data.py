"""Design checks on where the figure comes from, who answers for it, and what people may do with it."""

from __future__ import annotations

import re

from kpi_sim.indicators.commitment import quality_weight
from kpi_sim.indicators.design_book import Book, Check, Draft, Values, word_label
from kpi_sim.indicators.words import Control, Frequency, Validity


def instrument_break(draft: Draft, book: Book) -> Values | None:
    """Baseline and realisation come from different instruments."""
    card = draft.card
    before, now = _instruments(card.baseline_source, book), _instruments(card.data_source, book)
    if not before or not now or before & now:
        return None
    return {"baseline": card.baseline_source, "source": card.data_source}


def _instruments(text: str, book: Book) -> set[str]:
    tokens = set(re.findall(r"[^\W\d_][\w-]*", text.lower()))
    return tokens - set(book.words["generic_instrument"])


def no_source(draft: Draft, book: Book) -> Values | None:
    """No source, or one that names no register."""
    source = draft.card.data_source
    if not source:
        return {"state": "belum diisi"}
    if book.search("vague_source", source.strip(" .")):
        return {"state": f'terlalu umum ("{source}")'}
    return None


def self_selected(draft: Draft, book: Book) -> Values | None:
    """Respondents who chose themselves."""
    match = book.search("self_selected", draft.card.data_source)
    return {"found": match[0]} if match else None


def owner_missing(draft: Draft, book: Book) -> Values | None:
    """Nobody answers for the figure."""
    return None if draft.card.owner else {}


def owner_is_person(draft: Draft, book: Book) -> Values | None:
    """A person's name instead of a position."""
    return {} if book.search("person", draft.card.owner) else None


def frequency_missing(draft: Draft, book: Book) -> Values | None:
    """Nobody said how often."""
    return None if draft.card.frequency else {}


def frequency_mismatch(draft: Draft, book: Book) -> Values | None:
    """Reported more often than the survey behind it is held (a satisfaction survey may be quarterly)."""
    card = draft.card
    if card.frequency not in (Frequency.MONTHLY, Frequency.QUARTERLY):
        return None
    for source in (card.data_source, card.baseline_source):
        satisfaction = book.search("satisfaction", f"{card.name} {source}")
        if book.search("survey", source) and not satisfaction:
            return {"frequency": word_label(card.frequency), "source": f'"{source}"'}
    return None


def _empty(field: str) -> Check:
    def check(draft: Draft, book: Book) -> Values | None:
        return None if getattr(draft.card, field) else {}

    return check


def not_controllable(draft: Draft, book: Book) -> Values | None:
    """Largely outside the unit's hand, and nothing beside it that is not."""
    card = draft.card
    if card.companion:
        return None
    if card.control is Control.LOW:
        return {"reason": "tingkat kendali rendah"}
    if book.search("broad_outcome", card.name):
        return {"reason": "ditentukan oleh banyak pihak"}
    return None


def quality_undefined(draft: Draft, book: Book) -> Values | None:
    """A pair of validity and control that the rule leaves open."""
    card = draft.card
    if (
        card.validity is None
        or card.control is None
        or quality_weight(card.validity, card.control) is not None
    ):
        return None
    return {"validity": word_label(card.validity), "control": word_label(card.control)}


def activity_validity(draft: Draft, book: Book) -> Values | None:
    """Validity is only that something was done."""
    return {} if draft.card.validity is Validity.ACTIVITY else None


def gaming_risk(draft: Draft, book: Book) -> Values | None:
    """A known way to look good, without a note and a companion indicator."""
    card = draft.card
    if card.gaming and card.companion:
        return None
    for item in book.rules["gaming"]["items"]:
        if book.matches(item["name"], card.name):
            return {"move": item["move"]}
    return None


CHECKS: dict[str, Check] = {
    "instrument-break": instrument_break,
    "no-source": no_source,
    "self-selected": self_selected,
    "owner-missing": owner_missing,
    "owner-is-person": owner_is_person,
    "frequency-missing": frequency_missing,
    "frequency-mismatch": frequency_mismatch,
    "evidence-missing": _empty("evidence"),
    "limitations-missing": _empty("limitations"),
    "not-controllable": not_controllable,
    "quality-undefined": quality_undefined,
    "activity-validity": activity_validity,
    "gaming-risk": gaming_risk,
}
