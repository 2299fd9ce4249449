"""One reference page a scenario, in Bahasa Indonesia, written from the scenario's own file and model.

``python -m kpi_sim.scenarios.pages FOLDER`` rewrites the pages; a test compares them and runs their examples.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

from kpi_sim.scenarios.models import describe
from kpi_sim.scenarios.parameter import Parameter
from kpi_sim.scenarios.reader import list_scenarios, load_scenario
from kpi_sim.scenarios.scenario import Scenario
from kpi_sim.units import format_number

FOLDER = "docs/reference/skenario"
_DIRECTIONS = {"maximize": "naik", "minimize": "turun", "stabilize": "–"}
_LAWS = {
    "fixed": "tetap",
    "exponential": "eksponensial",
    "gamma": "gamma",
    "lognormal": "lognormal",
    "normal": "normal",
    "poisson": "Poisson",
    "bernoulli": "ya atau tidak",
    "binomial": "binomial",
    "beta": "beta",
    "uniform": "seragam",
}
_SOURCES = (
    "Sumber berjenis “asumsi” adalah angka yang dipilih penyusun dengan alasan yang tertulis; gantilah dengan angka "
    "unit Anda. Sumber berjenis “diterbitkan” terbaca pada sumber yang disebut, sering kali sumber sekunder; "
    "cocokkan dengan publikasi resminya sebelum dikutip."
)


def scenario_page(scenario_id: str) -> str:
    """The reference page of a scenario as Markdown: what it models and leaves out, levers, indicators, sources."""
    scenario, page = load_scenario(scenario_id), _prose(scenario_id)
    parts = [
        f"# {scenario.title}",
        f"Skenario `{scenario.id}`. {scenario.description}",
        page["what"],
        "## Yang dapat dilihat",
        _list(page["shows"]),
        "## Yang tidak dimodelkan",
        _list(page["leaves_out"]),
        "## Menjalankan",
        _code(example(scenario_id)),
        "## Pengaturan",
        "Yang dapat diputuskan kepala dinas. Nilai “sekarang” dapat diganti dari kode atau berkas skenario sendiri.",
        _grid(("Pengaturan", "Arti", "Sekarang", "Rentang"), [_lever(item) for item in scenario.levers]),
        "## Indikator",
        _where_and_when(scenario),
        page["scored"],
        _grid(("Indikator", "Arti", "Satuan", "Baik bila"), _indicators(scenario)),
        "## Asumsi dan sumber",
        _SOURCES,
        *(part for group, items in _groups(scenario) for part in (f"### {group}", _parameters(items))),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def example(scenario_id: str) -> list[str]:
    """Lines of Python that run a scenario beside itself with one lever moved, as its file says."""
    chosen = _prose(scenario_id)["example"]
    return [
        "from kpi_sim import compare, load_scenario, replicate",
        "",
        f'sekarang = load_scenario("{scenario_id}")',
        f'pilihan = sekarang.replace({{"{chosen["lever"]}": {chosen["value"]}}})',
        "hasil = replicate([sekarang, pilihan], replications=10, seed=2026)",
        f'print(compare(hasil, "{chosen["metric"]}", baseline=sekarang))',
        "hasil.summary()",
    ]


def index_page() -> str:
    """The list of all scenarios as Markdown."""
    rows = [
        (f"[{info.id}]({info.id}.md)", info.title, info.description, str(info.parameters), str(info.levers))
        for info in list_scenarios()
    ]
    intro = (
        "Model yang dijalankan simulator dan pelajaran, satu halaman satu skenario. Semua parameter, satuan, rentang, "
        "dan sumbernya tersimpan sebagai data di `kpi_sim/scenarios/`; halaman ini ditulis dari data itu dengan "
        f"`python -m kpi_sim.scenarios.pages {FOLDER}`."
    )
    own = (
        "Dinas dapat menulis berkas sendiri (TOML) yang menyebut model dan hanya parameter yang berbeda, masing-masing "
        'dengan sumbernya, lalu memuatnya dengan `load_scenario("berkas.toml")`.'
    )
    table = _grid(("Skenario", "Tentang", "Isi", "Parameter", "Pengaturan"), rows)
    return f"# Skenario\n\n{intro}\n\n{table}\n\n{own}\n"


def write_pages(folder: Path) -> list[Path]:
    """Write every page and the index into ``folder``; returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    pages = {info.id: scenario_page(info.id) for info in list_scenarios()} | {"index": index_page()}
    written = []
    for name, text in pages.items():
        path = folder / f"{name}.md"
        path.write_text(text, encoding="utf-8")
        written.append(path)
    return written


def _prose(scenario_id: str) -> Mapping[str, Any]:
    """The words of a scenario file (``[page]``): what, example, shows, leaves_out, scored."""
    content = resources.files("kpi_sim.scenarios").joinpath(f"{scenario_id}.toml").read_text(encoding="utf-8")
    page: Mapping[str, Any] = tomllib.loads(content)["page"]
    return page


def _lever(item: Parameter) -> tuple[str, ...]:
    return (f"`{item.name}`", item.label, item.show(), _range(item))


def _range(item: Parameter) -> str:
    return f"{format_number(item.range[0])} sampai {format_number(item.range[1])}"


def _where_and_when(scenario: Scenario) -> str:
    model = describe(scenario)
    text = f"Masa: {', '.join(model.periods)}. Wilayah: {', '.join(model.areas)}."
    return (
        text
        + " Tiap indikator ada dua: yang sebenarnya terjadi (`true_value`) dan yang dilaporkan (`reported_value`)."
    )


def _indicators(scenario: Scenario) -> list[tuple[str, ...]]:
    return [(f"`{m.id}`", m.label, m.unit, _DIRECTIONS[m.polarity]) for m in describe(scenario).measures]


def _groups(scenario: Scenario) -> list[tuple[str, list[Parameter]]]:
    """Parameters by group, in the order of the file."""
    groups: dict[str, list[Parameter]] = {}
    for item in scenario.items:
        groups.setdefault(item.group, []).append(item)
    return list(groups.items())


def _parameters(items: Iterable[Parameter]) -> str:
    rows = [
        (
            f"`{p.name}`",
            f"{p.label}. {p.help}".rstrip(". "),
            p.show(),
            _range(p),
            _LAWS[p.distribution],
            str(p.source),
        )
        for p in items
    ]
    return _grid(("Parameter", "Arti", "Nilai", "Rentang", "Sebaran", "Sumber"), rows)


def _list(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _code(lines: Iterable[str]) -> str:
    return "```python\n" + "\n".join(lines) + "\n```"


def _grid(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    def line(cells: Sequence[str]) -> str:
        return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"

    return "\n".join([line(titles), line(["---"] * len(titles)), *map(line, rows)])


if __name__ == "__main__":
    for page in write_pages(Path(sys.argv[1] if len(sys.argv) > 1 else FOLDER)):
        print(page)
