"""Design checks on the words of a card: name, level, definition, formula, unit, consolidation."""

from __future__ import annotations

import re
from decimal import Decimal

from kpi_sim.errors import LabIkuError
from kpi_sim.indicators.design_book import Book, Check, Draft, Values, word_label
from kpi_sim.indicators.words import LocationRule, PeriodRule, ResultLevel
from kpi_sim.units import parse_number

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_JOINED = re.compile(r"\b([\w-]+)\s+(?:dan|serta|&)\s+([\w-]+)", re.IGNORECASE)
_TWO_MEASURES = re.compile(
    r"\b(?:dan|serta|&)\s+(?:persentase|jumlah|angka|nilai|indeks|rasio|cakupan|tingkat|rata-rata)\b.*",
    re.IGNORECASE,
)


def activity_level(draft: Draft, book: Book) -> Values | None:
    """The name counts what was done."""
    return {"found": draft.activity} if draft.activity else None


def level_mismatch(draft: Draft, book: Book) -> Values | None:
    """Called an outcome, named an activity or an output."""
    card = draft.card
    if card.level not in (ResultLevel.OUTCOME, ResultLevel.IMPACT):
        return None
    counts = book.search("count_head", card.name) and not book.search("count_outcome", card.name)
    if not draft.activity and not counts:
        return None
    actual = "sebuah kegiatan" if draft.activity else "keluaran: banyaknya sesuatu yang dihasilkan"
    return {"level": word_label(card.level), "actual": actual}


def target_in_name(draft: Draft, book: Book) -> Values | None:
    """A number with a unit, or one of the targets, stands in the name."""
    name = draft.card.name
    spans = [match.span() for match in book.findall("target_in_name", name)]
    values = {value for _, value in draft.targets}
    spans += [m.span() for m in _NUMBER.finditer(name) if _as_number(m[0]) in values]
    for start, end in spans:
        before, after = name[:start], name[end:]
        if not book.search("number_is_no_target", before) and not book.search(
            "after_number_is_no_target", after
        ):
            return {"found": name[start:end].strip()}
    return None


def _as_number(text: str) -> Decimal | None:
    try:
        return parse_number(text, ambiguous="thousands")
    except LabIkuError:
        return None


def goal_as_name(draft: Draft, book: Book) -> Values | None:
    """The name is an objective ("Meningkatnya …")."""
    match = book.search("goal", draft.card.name)
    return {"found": match[0].strip()} if match else None


def vague_term(draft: Draft, book: Book) -> Values | None:
    """A word of taste that the definition does not explain."""
    found = [word for word in book.words["vague"] if _has(word, draft.card.name)]
    open_ones = [word for word in found if not _has(word, draft.card.definition)]
    return {"found": '", "'.join(open_ones)} if open_ones else None


def _has(word: str, text: str) -> bool:
    return re.search(rf"\b{re.escape(word)}\b", text, re.IGNORECASE) is not None


def double_barrelled(draft: Draft, book: Book) -> Values | None:
    """Two measures, or two qualities of taste, in one name."""
    name, vague = draft.card.name, set(book.words["vague"])
    if match := _TWO_MEASURES.search(name):
        return {"found": match[0].strip()}
    for match in _JOINED.finditer(name):
        if {match[1].lower(), match[2].lower()} & vague:
            return {"found": match[0]}
    return None


def acronym_ambiguous(draft: Draft, book: Book) -> Values | None:
    """An acronym of two meanings whose meaning the name does not spell out."""
    name = draft.card.name
    for acronym, meanings in book.words["ambiguous_acronyms"].items():
        spelled = any(meaning.lower() in name.lower() for meaning in meanings.split(" atau "))
        if re.search(rf"\b{acronym}\b", name) and not spelled:
            return {"found": acronym, "meanings": meanings}
    return None


def name_too_long(draft: Draft, book: Book) -> Values | None:
    """More words than a meeting can say."""
    words = len(draft.card.name.split())
    return {"words": str(words)} if words > book.limit("longest_name_words") else None


def definition_no_scope(draft: Draft, book: Book) -> Values | None:
    """A definition that does not say what is in and what is out."""
    text = draft.card.definition
    if not text:
        return None
    short = len(text.split()) < book.limit("fewest_scope_words")
    return {} if short or not book.search("scope", text) else None


def percent_no_denominator(draft: Draft, book: Book) -> Values | None:
    """A percentage whose formula divides by nothing."""
    formula = draft.card.formula
    return {} if draft.percent and formula and not book.search("division", formula) else None


def denominator_wrong(draft: Draft, book: Book) -> Values | None:
    """A standard rate over another denominator than its definition."""
    card = draft.card
    division = book.search("division", card.formula)
    if not division:
        return None
    below = f"{card.formula[division.end() :]} {card.definition}"
    for item in book.rules["denominators"]["items"]:
        if book.matches(item["name"], card.name) and not book.matches(item["needs"], below):
            return {"expected": item["label"]}
    return None


def unfinished_excluded(draft: Draft, book: Book) -> Values | None:
    """Timeliness of finished files only."""
    card = draft.card
    if not book.search("timeliness", f"{card.name} {card.formula}"):
        return None
    return None if book.search("unfinished", f"{card.definition} {card.formula}") else {}


def scale_mismatch(draft: Draft, book: Book) -> Values | None:
    """Unit, multiplier and name disagree about the scale."""
    card = draft.card
    if not card.unit:
        return None
    multiplier = book.search("multiplier", card.formula)
    if draft.percent:
        if multiplier and multiplier[1] != "100":
            return {"unit": card.unit, "other": f'pengali "{multiplier[0]}" pada formula'}
        if book.search("mortality", card.name) and not book.search("handled", card.name):
            return {"unit": card.unit, "other": "angka kematian, yang dihitung per kelahiran hidup"}
    elif (per := book.search("per_unit", card.unit)) and multiplier:
        wanted, given = (re.sub(r"\D", "", text) for text in (per[1], multiplier[1]))
        if wanted != given:
            return {"unit": card.unit, "other": f'pengali "{multiplier[0]}" pada formula'}
    return None


def ratio_averaged(draft: Draft, book: Book) -> Values | None:
    """Percentages of areas are averaged instead of pooled."""
    card = draft.card
    by_rule = card.location_rule is LocationRule.AVERAGE and draft.ratio
    return {} if by_rule or any(book.search("averaged", text) for text in (card.name, card.formula)) else None


def period_rule(draft: Draft, book: Book) -> Values | None:
    """Counts averaged over the year, or percentages added up."""
    card = draft.card
    counted = bool(book.search("count_unit", card.unit)) and not draft.ratio
    wrong = (card.period_rule is PeriodRule.AVERAGE and counted) or (
        card.period_rule is PeriodRule.SUM and draft.ratio
    )
    return {"unit": card.unit or "rasio", "rule": word_label(card.period_rule)} if wrong else None


def _empty(field: str) -> Check:
    def check(draft: Draft, book: Book) -> Values | None:
        return None if getattr(draft.card, field) else {}

    return check


CHECKS: dict[str, Check] = {
    "activity-level": activity_level,
    "level-mismatch": level_mismatch,
    "level-missing": _empty("level"),
    "target-in-name": target_in_name,
    "goal-as-name": goal_as_name,
    "vague-term": vague_term,
    "double-barrelled": double_barrelled,
    "acronym-ambiguous": acronym_ambiguous,
    "name-too-long": name_too_long,
    "objective-missing": _empty("objective"),
    "definition-missing": _empty("definition"),
    "definition-no-scope": definition_no_scope,
    "formula-missing": _empty("formula"),
    "percent-no-denominator": percent_no_denominator,
    "denominator-wrong": denominator_wrong,
    "unfinished-excluded": unfinished_excluded,
    "no-unit": _empty("unit"),
    "scale-mismatch": scale_mismatch,
    "ratio-averaged": ratio_averaged,
    "period-rule": period_rule,
}
