"""Hypothesis strategies for valid input of the field; they grow with the model."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from kpi_sim import load_rules

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
