"""Hypothesis strategies for valid input of the field; they grow with the model."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from kpi_sim import Indicator, Polarity, load_rules
from kpi_sim.indicators.words import Control, Frequency, LocationRule, PeriodRule, ResultLevel, Validity

ELEMENTS = tuple(item["id"] for item in load_rules("skm-14-2017")["elements"]["items"])


def amounts(low: int = -1_000_000, high: int = 1_000_000, places: int = 3) -> st.SearchStrategy[Decimal]:
    """Decimals as reports write them, with a few places."""
    return st.decimals(low, high, allow_nan=False, allow_infinity=False, places=places)


def targets() -> st.SearchStrategy[Decimal]:
    """Targets above zero."""
    return amounts(0, 100_000).filter(lambda target: target > 0)


def percentages() -> st.SearchStrategy[Decimal]:
    """Achievements from 0 to 200 percent."""
    return amounts(0, 200, places=4)


@st.composite
def surveys(draw: st.DrawFn, *, max_respondents: int = 30) -> list[dict[str, int | None]]:
    """Respondents with answers 1..4 or missing; every element has at least one answer."""
    answer = st.one_of(st.none(), st.integers(1, 4))
    rows = draw(
        st.lists(
            st.fixed_dictionaries(dict.fromkeys(ELEMENTS, answer)),
            min_size=1,
            max_size=max_respondents,
        )
    )
    for element in ELEMENTS:
        if all(row[element] is None for row in rows):
            rows[0][element] = draw(st.integers(1, 4))
    return rows


def element_means() -> st.SearchStrategy[dict[str, Decimal]]:
    """A published mean from 1 to 4 for each of the nine elements."""
    return st.fixed_dictionaries({element: amounts(1, 4, places=4) for element in ELEMENTS})


def texts() -> st.SearchStrategy[str]:
    """Short lines of text that mean the same after trimming, with quotes and letters of all kinds."""
    return st.text(
        st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Zs"], include_characters=' "'), max_size=30
    ).map(lambda text: " ".join(text.split()))


def indicators() -> st.SearchStrategy[Indicator]:
    """Cards with any field filled in or empty."""
    numbers = st.none() | amounts(0, 100_000, places=2)
    words = {
        "polarity": Polarity,
        "level": ResultLevel,
        "validity": Validity,
        "control": Control,
        "period_rule": PeriodRule,
        "location_rule": LocationRule,
        "frequency": Frequency,
    }
    plain = ("code", "objective", "definition", "formula", "unit", "data_source", "owner", "baseline_source")
    return st.builds(
        Indicator,
        name=texts().filter(bool),
        targets=st.dictionaries(st.integers(2020, 2035).map(str), amounts(0, 100_000, places=2), max_size=5),
        evidence=st.lists(texts().filter(lambda text: text and ";" not in text), max_size=3).map(tuple),
        baseline_year=st.none() | st.integers(2015, 2030),
        **{name: st.none() | st.sampled_from(list(kind)) for name, kind in words.items()},
        **dict.fromkeys(("baseline", "baseline_numerator", "weight", "worst"), numbers),
        **{name: texts() for name in (*plain, "limitations", "gaming", "companion")},
    )
