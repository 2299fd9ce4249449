"""Reference pages that are written from data: glossary, sources, data, commands, guide. ``python -m workshop.reference``."""

from __future__ import annotations

import json
from collections.abc import Iterator

import kpi_sim
from workshop.agendas import PLANS, Agenda, agenda_page, list_agendas, module_page, modules, shown_minutes
from workshop.command_reference import commands_page
from workshop.glossary import glossary_page
from workshop.paths import DATASETS, ROOT
from workshop.simulators.reference import simulators_page

_KINDS = {
    "regulation": "peraturan",
    "practice": "kebiasaan",
    "interpretation": "tafsir",
    "assumption": "asumsi",
}
_FLAGS = {
    "stored-source": "terbaca pada sumber tersimpan",
    "recalled": "belum terverifikasi",
    "": "tidak ditemukan",
}


def sources_page() -> str:
    """``docs/reference/sumber.md``: every source that a number or a rule of the project stands on, with its status."""
    parts = [
        "# Sumber dan statusnya",
        "",
        "Ditulis dari data proyek dengan `python -m workshop.reference`. Terverifikasi berarti terbaca pada sumber "
        "yang tersimpan, sering kali sumber sekunder; tidak berarti naskah resminya sudah diperiksa. "
        "Yang belum terverifikasi tidak pernah disajikan sebagai bunyi peraturan.",
        "",
        "## Peraturan dan kebiasaan",
        "",
        "| aturan | bagian | sumber | jenis | terverifikasi |",
        "|---|---|---|---|---|",
        *_rule_rows(),
        "",
        "## Angka terbit tentang Jambi",
        "",
        "Cocokkan dengan publikasi resminya sebelum mengutip. Alamat tiap angka ada pada "
        "`datasets/published/jambi_series.csv`.",
        "",
        "| deret | tahun | sumber | status |",
        "|---|---|---|---|",
        *_series_rows(),
        "",
        "## Tabel kabupaten dan kota",
        "",
        "| kolom | sumber | catatan | status |",
        "|---|---|---|---|",
        *_district_rows(),
        "",
        "## Data buatan",
        "",
        *_synthetic_rows(),
    ]
    return "\n".join(parts) + "\n"


def data_page() -> str:
    """``docs/reference/data.md``: the files of ``datasets/`` with their columns, from the table schemas."""
    package = json.loads((DATASETS / "datapackage.json").read_text(encoding="utf-8"))
    parts = [
        "# Data",
        "",
        "Ditulis dari `datasets/datapackage.json` dan skemanya dengan `python -m workshop.reference`.",
    ]
    for resource in package["resources"]:
        fields = json.loads((DATASETS / resource["schema"]).read_text(encoding="utf-8"))["fields"]
        parts += [
            "",
            f"## {resource['title']}",
            "",
            f"`datasets/{resource['path']}`. {resource['description']}",
            "",
        ]
        parts += ["| kolom | judul | arti |", "|---|---|---|"]
        parts += [f"| `{f['name']}` | {f['title']} | {_cell(f['description'])} |" for f in fields]
    return "\n".join(parts) + "\n"


def pages() -> dict[str, str]:
    """Path below the repository -> text of every page that is written from data."""
    agendas = list_agendas()
    guide = {f"course/guide/agenda-{agenda.id}.md": agenda_page(agenda) for agenda in agendas}
    guide |= {f"course/guide/modul/{module.id}.md": module_page(module) for module in modules().values()}
    return {
        "docs/reference/data.md": data_page(),
        "docs/reference/glosarium.md": glossary_page(),
        "docs/reference/perintah.md": commands_page(),
        "docs/reference/simulator.md": simulators_page(),
        "docs/reference/sumber.md": sources_page(),
        "course/guide/README.md": guide_page(agendas),
        **guide,
    }


def guide_page(agendas: list[Agenda]) -> str:
    """``course/guide/README.md``: the facilitator's way into the guide."""
    lines = [
        "# Panduan fasilitator",
        "",
        "Tiga agenda siap pakai dan catatan pembicara tiap modul. Ditulis dari berkas `.toml` di folder ini dengan "
        "`python -m workshop.reference`; meja fasilitator menampilkan isi yang sama.",
        "",
        "Tiga kaidah berlaku di semua modul. Tebakan dikunci sebelum kejutan. Tidak ada blok lebih dari 12 menit tanpa "
        "tangan di ponsel. Tidak ada peringkat orang.",
        "",
        "Yang membawa laptop mengerjakan latihan kode modul itu (tertulis *di notebook* pada daftar bagiannya) ketika "
        "yang lain melanjutkan di ponsel.",
        "",
        "| agenda | menit | JP |",
        "|---|---|---|",
        *[f"| [{a.title}](agenda-{a.id}.md) | {a.minutes} | {a.lesson_hours} |" for a in agendas],
        "",
        f"Menit tiap modul: {' · '.join(PLANS.values())}. Catatan tiap modul membaginya menurut langkah.",
        "",
        "| modul | menit | pertanyaan pembuka |",
        "|---|---|---|",
        *[
            f"| [{m.id} {m.title}](modul/{m.id}.md) | {shown_minutes(m)} | {m.question} |"
            for m in modules().values()
        ],
    ]
    return "\n".join(lines) + "\n"


def _rule_rows() -> Iterator[str]:
    for info in kpi_sim.list_rules():
        rule = kpi_sim.load_rules(info.id)
        for table in rule.tables.values():
            state = "ya" if table.verified else "belum"
            kind = _KINDS.get(table.kind, table.kind)
            yield f"| [{info.id}](aturan/{info.id}.md) | {table.title} | {_cell(table.source)} | {kind} | {state} |"


def _series_rows() -> Iterator[str]:
    for info in kpi_sim.list_published():
        by_source: dict[tuple[str, str], set[int]] = {}
        for figure in kpi_sim.published_series(info.indicator):
            by_source.setdefault((figure.source, figure.verified), set()).add(figure.year)
        for (source, verified), years in sorted(by_source.items(), key=lambda item: min(item[1])):
            span = ", ".join(str(year) for year in sorted(years))
            yield f"| `{info.indicator}` | {span} | {_cell(source)} | {_FLAGS[verified]} |"


def _district_rows() -> Iterator[str]:
    for column in kpi_sim.districts().names:
        if column == "area" or column.endswith("_verified"):
            continue
        row = kpi_sim.district_source(column)
        state = _FLAGS.get(row["verified"], "menurut baris")
        yield f"| `{column}` | {_cell(row['source'])} | {_cell(row['note'])} | {state} |"


def _synthetic_rows() -> Iterator[str]:
    package = json.loads((DATASETS / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        if resource["path"].startswith("synthetic/"):
            yield f"- `datasets/{resource['path']}`: {resource['description']}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    for name, text in pages().items():
        (ROOT / name).write_text(text, encoding="utf-8")
        print(name)
