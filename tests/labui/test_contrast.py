"""Every pair of tokens that meets on a page keeps its contrast, in both themes, computed from tokens.css."""

from __future__ import annotations

import pytest
from labui.assets import tokens

TEXT, MARK = 4.5, 3.0
SOFT = "primary-soft accent-soft good-soft warn-soft bad-soft"
PAIRS = [  # foreground, grounds it stands on, smallest contrast (WCAG 2.2: 1.4.3 text, 1.4.11 marks)
    ("ink", f"canvas surface surface-sunk {SOFT}", TEXT),
    ("ink-soft", "canvas surface surface-sunk", TEXT),
    ("primary", "canvas surface surface-sunk primary-soft", TEXT),
    ("primary-hover", "canvas surface", TEXT),
    ("on-primary", "primary primary-hover", TEXT),
    ("on-accent", "accent", TEXT),
    ("accent-ink", "surface accent-soft", TEXT),
    ("good", "canvas surface good-soft", TEXT),
    ("warn", "canvas surface warn-soft", TEXT),
    ("bad", "canvas surface bad-soft", TEXT),
    ("none", "canvas surface none-soft", TEXT),
    ("d-1", "surface", TEXT),  # the label of the chosen series is text
    *[(f"s-{k}-ink", f"s-{k}", TEXT) for k in range(1, 6)],
    ("line-strong", "canvas surface", MARK),
    ("good-mark", "canvas surface good-soft", MARK),
    ("warn-mark", "canvas surface warn-soft", MARK),
    ("bad-mark", "canvas surface bad-soft", MARK),
    *[(f"d-{k}", "canvas surface", MARK) for k in range(1, 7)],
    ("d-base", "canvas surface", MARK),
    ("d-target", "canvas surface primary-soft", MARK),
]
GROUNDS_OF_FOCUS = "canvas surface surface-sunk primary accent good-soft bad-soft good-mark line-strong"


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    r, g, b = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    """WCAG contrast ratio of two ``#rrggbb`` colours."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_of_black_on_white_is_21():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)  # the well-known grey of WCAG


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("front", "grounds", "limit"), PAIRS, ids=lambda value: str(value)[:24])
def test_pair_keeps_its_contrast(theme: str, front: str, grounds: str, limit: float):
    table = tokens(theme)
    low = {g: round(contrast(table[front], table[g]), 2) for g in grounds.split()}
    assert min(low.values()) >= limit, low


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_one_of_the_two_focus_rings_shows_on_every_ground(theme: str):
    table = tokens(theme)
    best = {
        ground: max(contrast(table[ring], table[ground]) for ring in ("focus-in", "focus-out"))
        for ground in GROUNDS_OF_FOCUS.split()
    }
    assert min(best.values()) >= MARK, best
    assert contrast(table["focus-in"], table["focus-out"]) >= MARK


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_token_is_written_once_and_resolves(theme: str):
    unresolved = {name: value for name, value in tokens(theme).items() if value.startswith("var(")}
    assert not unresolved
