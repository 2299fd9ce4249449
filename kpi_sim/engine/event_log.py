"""Event log of one replication, in the columns that queue animations (vidigi) read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kpi_sim.engine import lanes as L
from kpi_sim.engine.draws import SPAN_DAYS, Piece, Tile
from kpi_sim.engine.event_tile import EventDays
from kpi_sim.engine.system import ServiceSystem
from kpi_sim.engine.tile import draw_customers
from kpi_sim.engine.workspace import Workspace
from kpi_sim.streams import BLOCK_REPLICATIONS

COLUMNS = ("entity_id", "pathway", "event_type", "event", "time", "resource_id", "replication", "day")


def event_rows(
    system: ServiceSystem,
    *,
    seed: int,
    replication: int,
    days: Sequence[int],
    initial: int,
    first_block: int = 0,
) -> list[dict[str, Any]]:
    """Events of the given days (0, 1, …) of replication ``replication`` (0, 1, …), in order of time within a day.

    ``time`` is in minutes since opening; ``resource_id`` counts from 1; people who walked away depart without a
    ``resource_use`` before it.
    """
    block, row = divmod(replication, BLOCK_REPLICATIONS)
    rows: list[dict[str, Any]] = []
    before = 0
    for span in sorted({day // SPAN_DAYS for day in days}):
        tile = Tile((Piece(first_block + block, span, row + 1, SPAN_DAYS),))
        people = draw_customers(system, tile, seed, Workspace(), initial)
        runs = EventDays(system, people)
        for day in sorted(day for day in days if day // SPAN_DAYS == span):
            lane = row * SPAN_DAYS + day % SPAN_DAYS
            events: list[tuple[int, str, str, int, int | None]] = []
            runs.run(lane, lambda *event, events=events: events.append(event))
            prepared = None if people.prepared is None else people.prepared[:, lane]
            rows += [
                _row(event, before, prepared is not None and bool(prepared[event[0]]), replication, day)
                for event in events
            ]
            before += int(people.arrived[lane])
    return rows


def _row(
    event: tuple[int, str, str, int, int | None], before: int, prepared: bool, replication: int, day: int
) -> dict[str, Any]:
    customer, kind, name, ticks, resource = event
    return {
        "entity_id": before + customer + 1,
        "pathway": "prepared" if prepared else "walk-in",
        "event_type": kind,
        "event": name,
        "time": ticks / L.TICKS,
        "resource_id": None if resource is None else resource + 1,
        "replication": replication + 1,
        "day": day + 1,
    }
