"""Handing targets down (*penjenjangan*): counts must add up, percentages are not divided, trees have no loops."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from kpi_sim.errors import EmptyDataError, UnknownNameError
from kpi_sim.indicators.values import Number, required
from kpi_sim.units import format_number


class AllocationStatus(StrEnum):
    """Whether subordinate targets fit: ``ok``, ``under`` (an error) or ``over`` (a warning)."""

    OK = "ok"
    UNDER = "under"
    OVER = "over"


@dataclass(frozen=True)
class Allocation:
    """Comparison of a leader's target with what was handed down; ``difference`` is handed down minus target."""

    status: AllocationStatus
    difference: Decimal
    message: str


def check_allocation(target: Number, parts: Sequence[Number], *, additive: bool = True) -> Allocation:
    """Whether targets handed down directly fit the leader's target.

    Args:
        target: target of the leader.
        parts: targets of the subordinates for the same indicator.
        additive: counts add up; with ``False`` (percentages, indices) every part must reach the target itself.

    Raises:
        EmptyDataError: no subordinate target.

    Source: interpretation of PermenPANRB 6/2022 and 89/2021; regulations.md §2.1.
    """
    goal = required(target, "Target pimpinan")
    given = [required(part, "Target bawahan") for part in parts]
    if not given:
        raise EmptyDataError(name="Target bawahan", need="Isi target sedikitnya satu bawahan.")
    difference = (sum(given, Decimal(0)) if additive else min(given)) - goal
    if difference == 0:
        return Allocation(AllocationStatus.OK, difference, "Target bawahan sesuai dengan target pimpinan.")
    size = format_number(abs(difference))
    if difference > 0:
        return Allocation(
            AllocationStatus.OVER, difference, f"Target bawahan lebih {size} dari target pimpinan."
        )
    hint = "" if additive else " Persentase diturunkan utuh, tidak dibagi."
    return Allocation(
        AllocationStatus.UNDER, difference, f"Target bawahan kurang {size} dari target pimpinan.{hint}"
    )


@dataclass(frozen=True)
class TreeFinding:
    """One weakness of a performance tree: rule id, the node, an Indonesian message."""

    rule: str
    node: str
    message: str


def review_tree(parents: Mapping[str, str | None], *, notes: Sequence[str] = ()) -> list[TreeFinding]:
    """Weaknesses of a performance tree (*pohon kinerja*): loops, several roots, a node with a single child.

    Args:
        parents: node -> its parent, ``None`` for the root.
        notes: nodes for which a single child is explained by a note.

    Raises:
        EmptyDataError: no node. UnknownNameError: a parent that is no node.

    Source: interpretation of PermenPANRB 89/2021 (unverified); regulations.md §3.5.
    """
    if not parents:
        raise EmptyDataError(name="Pohon kinerja", need="Isi sedikitnya satu simpul.")
    for parent in parents.values():
        if parent is not None and parent not in parents:
            raise UnknownNameError("Simpul induk", parent, parents)
    found = [
        TreeFinding("loop", node, f'"{node}" menjadi sebab bagi dirinya sendiri melalui induknya.')
        for node in parents
        if _loops(node, parents)
    ]
    roots = [node for node, parent in parents.items() if parent is None]
    if len(roots) != 1:
        message = f"Pohon kinerja mempunyai {len(roots)} puncak; setiap sasaran strategis mempunyai satu."
        found.append(TreeFinding("roots", ", ".join(roots), message))
    children: dict[str, list[str]] = {}
    for node, parent in parents.items():
        if parent is not None:
            children.setdefault(parent, []).append(node)
    found += [
        TreeFinding(
            "single-child",
            node,
            f'"{node}" hanya mempunyai satu anak: tambahkan kondisi lain yang menentukan, atau beri catatan.',
        )
        for node, below in children.items()
        if len(below) == 1 and node not in notes
    ]
    return found


def _loops(node: str, parents: Mapping[str, str | None]) -> bool:
    above, steps = parents[node], 0
    while above is not None and above != node and steps <= len(parents):
        above, steps = parents[above], steps + 1
    return above == node
