"""The satisfaction survey broken down (by service, office, sex …) without giving any respondent away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kpi_sim.errors import MissingColumnError
from kpi_sim.indicators.satisfaction import SKM, SatisfactionResult, satisfaction_score
from kpi_sim.indicators.survey_answers import is_missing
from kpi_sim.rules import RuleSet, load_rules


@dataclass(frozen=True)
class GroupScores:
    """Scores by group. ``scores``: group -> result, ``None`` where it may not be shown; ``sizes``: respondents.

    ``unnamed``: respondents who stand in no group (they count in the whole only).
    """

    scores: Mapping[str, SatisfactionResult | None]
    sizes: Mapping[str, int]
    unnamed: int

    @property
    def hidden(self) -> tuple[str, ...]:
        """Groups that are not shown."""
        return tuple(group for group, score in self.scores.items() if score is None)


def satisfaction_by_group(
    answers: Any,
    by: str,
    *,
    weight_mode: str = "exact",
    rule: str | Path | RuleSet = SKM,
    columns: Mapping[str, str] | None = None,
) -> GroupScores:
    """Scores of the groups that column ``by`` names, in the order of their names.

    A group with fewer respondents than the rule's smallest cell is not shown. Nor can it be worked out from the whole:
    the next smallest groups are held back as well until those not shown are as many as a smallest cell together.

    Args:
        answers: as for ``satisfaction_score``, with one more column.

    Raises:
        MissingColumnError: there is no column ``by``; otherwise as ``satisfaction_score``.

    Source: interpretation (table ``disclosure`` of the rule, unverified); regulations.md §1.6.
    """
    rules = load_rules(rule)
    labels = _labels(answers, by)
    rows: dict[str, list[int]] = {}
    for at, label in enumerate(labels):
        if label:
            rows.setdefault(label, []).append(at)
    sizes = {label: len(rows[label]) for label in sorted(rows)}
    unnamed = len(labels) - sum(sizes.values())
    shown = _shown(sizes, unnamed, int(rules["disclosure"]["smallest_cell"]))
    options: dict[str, Any] = {"weight_mode": weight_mode, "rule": rules, "columns": columns}
    scores = {
        label: satisfaction_score(_part(answers, rows[label]), **options) if label in shown else None
        for label in sizes
    }
    return GroupScores(scores, sizes, unnamed)


def _shown(sizes: Mapping[str, int], unnamed: int, smallest: int) -> set[str]:
    shown = {label for label, size in sizes.items() if size >= smallest}
    left = unnamed + sum(size for label, size in sizes.items() if label not in shown)
    for label in sorted(shown, key=lambda label: (sizes[label], label)):
        if not 0 < left < smallest:
            break
        shown.remove(label)
        left += sizes[label]
    return shown


def _labels(answers: Any, by: str) -> list[str]:
    """The group of each respondent as text, empty where there is none."""
    table = hasattr(answers, "columns")
    known = list(answers.columns) if table else sorted({str(key) for row in answers for key in row})
    if len(answers) and by not in known:
        raise MissingColumnError(column=by, available=known)
    values = answers[by].tolist() if table and len(answers) else [row.get(by) for row in answers or ()]
    return ["" if is_missing(value) else str(value).strip() for value in values]


def _part(answers: Any, rows: list[int]) -> Any:
    return answers.iloc[rows] if hasattr(answers, "columns") else [answers[at] for at in rows]
