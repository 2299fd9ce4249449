"""Reference pages that are written from data: glossary, sources, data. ``python -m workshop.reference``."""

from __future__ import annotations

import json
from collections.abc import Iterator

import kpi_sim
from workshop.glossary import glossary_page
from workshop.paths import DATASETS, ROOT

FOLDER = ROOT / "docs" / "reference"
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
    """File name below ``docs/reference`` -> its text."""
    return {"data.md": data_page(), "glosarium.md": glossary_page(), "sumber.md": sources_page()}


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
        (FOLDER / name).write_text(text, encoding="utf-8")
        print(f"docs/reference/{name}")
