"""A simulation told so that others can judge and repeat it, along the STRESS-DES checklist, in Indonesian.

The checklist asks for six things: objectives, logic, data, experimentation, implementation, access to the code. All of
it is in the results already (parameters with sources, seed, hash, versions), so nothing here is written by hand.

Source of the checklist: Monks et al. 2019, Journal of Simulation 13(1):55-67.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from kpi_sim.experiment.intervals import interval, mean_of
from kpi_sim.experiment.results import Results
from kpi_sim.scenarios.outcome import Measure
from kpi_sim.scenarios.parameter import SOURCE_LABELS
from kpi_sim.scenarios.scenario import Scenario
from kpi_sim.units import format_number, format_percent

_POLARITIES = {
    "maximize": "makin tinggi makin baik",
    "minimize": "makin rendah makin baik",
    "stabilize": "ditetapkan menurut keadaan",
}


def stress_report(results: Results, *, level: float = 0.95, command: str = "") -> str:
    """Report of a simulation as Markdown: purpose, model, data with sources, experiment, software, results.

    Args:
        level: confidence of the intervals over replications.
        command: how it was run, if it was run from a command line.

    Source: STRESS-DES, Monks et al. 2019.
    """
    scenario = results.scenarios[0]
    parts = [
        f"# Laporan simulasi: {scenario.title}",
        "## 1. Tujuan",
        _purpose(results, scenario),
        "## 2. Model",
        _model(results, scenario),
        "## 3. Data dan asumsi",
        _data(scenario, results.scenarios),
        "## 4. Percobaan",
        _experiment(results, level),
        "## 5. Perangkat lunak",
        _software(results),
        "## 6. Mengulang",
        _repeat(results, command),
        "## Hasil",
        *(_outcome(results, at, level) for at in range(len(results.scenarios))),
    ]
    return "\n\n".join(parts) + "\n"


def _purpose(results: Results, scenario: Scenario) -> str:
    compared = ""
    if len(results.scenarios) > 1:
        compared = f" Yang dibandingkan: {'; '.join(results.names)}."
    return (
        f"{scenario.description}{compared} Hasilnya menunjukkan arah dan besarnya pengaruh keputusan pada keadaan "
        "yang diandaikan; bukan ramalan bagi dinas tertentu."
    )


def _model(results: Results, scenario: Scenario) -> str:
    model = results.model
    rows = [(m.label, m.unit, _POLARITIES[m.polarity]) for m in model.measures]
    where = f"{len(model.periods)} periode ({_listed(model.periods)}), {len(model.areas)} wilayah ({_listed(model.areas)})"
    reading = (
        f"Model `{scenario.model}`, {where}. Setiap indikator ada dua: keadaan sebenarnya, dan yang dilaporkan "
        "setelah melewati mutu data dan pencatatan."
    )
    return reading + "\n\n" + _grid(("indikator", "satuan", "arah"), rows)


def _data(scenario: Scenario, scenarios: Sequence[Scenario]) -> str:
    kinds = Counter(item.source.kind for item in scenario.items)
    counted = ", ".join(f"{n} {SOURCE_LABELS[kind]}" for kind, n in kinds.most_common())
    changed = {name for other in scenarios for name, _ in other.changes}
    note = "" if not changed else f" Diubah untuk percobaan ini: {', '.join(sorted(changed))}."
    rows = [
        (f"`{p.name}`", p.label, *(s.parameters[p.name].show() for s in scenarios), str(p.source))
        for p in scenario.items
    ]
    titles = ("parameter", "arti", *(f"nilai ({s.label or s.id})" for s in scenarios), "sumber")
    return f"{len(scenario.items)} parameter: {counted}.{note}\n\n" + _grid(titles, rows)


def _experiment(results: Results, level: float) -> str:
    return (
        f"{format_number(results.replications)} ulangan tiap skenario, benih acak {results.seed}. Semua skenario "
        "mengalami kebetulan yang sama (bilangan acak bersama), sehingga selisihnya berpasangan. Rentang "
        f"{format_percent(100 * level, 0)} dihitung dengan sebaran t atas ulangan. Tidak ada masa pemanasan: tiap "
        "ulangan mulai dari keadaan awal yang tertulis di parameter."
    )


def _software(results: Results) -> str:
    found = results.provenance
    versions = ", ".join(f"{name} {version}" for name, version in found["versions"].items())
    return (
        f"{versions}. Pembangkit bilangan acak {found['bit_generator']}, satu aliran tiap sumber kebetulan."
    )


def _repeat(results: Results, command: str) -> str:
    hashes = _grid(
        ("skenario", "sidik nilai (SHA-256)"),
        [(n, f"`{h}`") for n, h in results.provenance["scenarios"].items()],
    )
    how = f"\n\nDijalankan dengan:\n\n```\n{command}\n```" if command else ""
    return (
        "Kode dan data ada di repositori Lab IKU. Skenario dengan sidik yang sama, benih yang sama, dan versi yang "
        f"sama memberi hasil yang sama, di mesin dan pembagian kerja apa pun.\n\n{hashes}{how}"
    )


def _outcome(results: Results, at: int, level: float) -> str:
    model = results.model
    period, area = model.main_period, model.main_area
    true = results.true[at, :, :, period, area].T
    mean, low, high, _ = interval(true, level)
    reported = mean_of(results.reported[at, :, :, period, area].T)
    rows = [
        (m.label, m.unit, shown(m, mean[i]), f"{shown(m, low[i])}–{shown(m, high[i])}", shown(m, reported[i]))
        for i, m in enumerate(model.measures)
    ]
    titles = ("indikator", "satuan", "rata-rata", "rentang", "dilaporkan")
    name = f"{results.names[at]}, {model.periods[period]}, {model.areas[area]}"
    return f"### {name}\n\n" + _grid(titles, rows)


def shown(measure: Measure, value: float) -> str:
    """A figure of a measure with its decimals."""
    return format_number(float(value) if np.isfinite(value) else None, measure.decimals)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names) if len(names) <= 3 else f"{names[0]} sampai {names[-1]}"


def _grid(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    def line(cells: Sequence[str]) -> str:
        return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"

    return "\n".join([line(titles), line(["---"] * len(titles)), *map(line, rows)])
