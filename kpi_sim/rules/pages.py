"""One reference page a rule, in Bahasa Indonesia, written from the rule's own data.

``python -m kpi_sim.rules.pages FOLDER`` rewrites the pages; a test compares them and runs their examples.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from kpi_sim.rules.loader import list_rules, load_rules
from kpi_sim.rules.model import Band, RuleSet, Table
from kpi_sim.units import MINUS, format_number

_KINDS = {
    "regulation": "peraturan",
    "practice": "kebiasaan",
    "interpretation": "tafsir proyek ini",
    "assumption": "asumsi",
}
_CLASSIFY = {
    "rounded_2": "nilai dibulatkan dua desimal (setengah ke atas) sebelum dicari kategorinya",
    "raw": "nilai dicari kategorinya tanpa pembulatan",
}
_VERIFIED = {True: "terverifikasi pada sumber sekunder", False: "**belum terverifikasi**"}


def rule_page(rules: RuleSet) -> str:
    """The reference page of a rule as Markdown: what it is, formula, examples, tables, sources."""
    parts = [
        f"# {rules.title}",
        f"Aturan `{rules.id}` · {rules.regulation} · berlaku {_validity(rules)} · {_VERIFIED[rules.verified]}.",
        rules.page.get("what", ""),
        "## Cara menghitung",
        "\n".join(f"- {line}" for line in rules.page.get("formula", ())),
        "## Contoh",
        "Tiap baris dijalankan oleh uji; hasilnya tertulis di sampingnya.",
        _code(rules.page.get("examples", ())),
        "## Tabel",
        *(part for table in rules.tables.values() for part in _table(table)),
        "## Sumber",
        f"{rules.source}. {rules.validity_note}".strip(),
        "“Terverifikasi” berarti terbaca pada sumber yang disebut, umumnya sumber sekunder; naskah resmi tetap "
        "yang menentukan. Yang belum terverifikasi ditandai juga di layar dan di hasil hitung.",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def index_page() -> str:
    """The list of all rules as Markdown."""
    rows = [
        (
            f"[{info.id}]({info.id}.md)",
            info.title,
            info.regulation,
            _validity(load_rules(info.id)),
            "ya" if info.verified else "belum",
        )
        for info in list_rules()
    ]
    intro = (
        "Peraturan dan kebiasaan yang dipakai Lab IKU, satu halaman satu aturan. Angka dan batas tersimpan sebagai "
        "data di `kpi_sim/rules/`; halaman ini ditulis dari data itu dengan "
        "`python -m kpi_sim.rules.pages docs/reference/aturan`."
    )
    table = _grid(("Aturan", "Tentang", "Dasar", "Berlaku", "Terverifikasi"), rows)
    return f"# Aturan\n\n{intro}\n\n{table}\n"


def write_pages(folder: Path) -> list[Path]:
    """Write every page and the index into ``folder``; returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    pages = {info.id: rule_page(load_rules(info.id)) for info in list_rules()}
    written = []
    for name, text in {**pages, "index": index_page()}.items():
        path = folder / f"{name}.md"
        path.write_text(text, encoding="utf-8")
        written.append(path)
    return written


def _validity(rules: RuleSet) -> str:
    if rules.valid_from is None and rules.valid_to is None:
        return "tanpa batas waktu"
    start = f"{rules.valid_from:%d-%m-%Y}" if rules.valid_from else "…"
    return f"{start} sampai {rules.valid_to:%d-%m-%Y}" if rules.valid_to else f"sejak {start}"


def _code(examples: Sequence[Mapping[str, str]]) -> str:
    if not examples:
        return ""
    lines = [f"{item['call']}  # {item['gives']}" for item in examples]
    return "```python\n" + "\n".join(lines) + "\n```"


def _table(table: Table) -> list[str]:
    head = f"{table.source}. Jenis: {_KINDS[table.kind]}, {_VERIFIED[table.verified]}."
    parts = [f"### {table.title}", head]
    if table.note:
        parts.append(table.note)
    if table.bands:
        parts.append(f"Penggolongan: {_CLASSIFY[str(table.classify_on)]}.")
        parts.append(_bands(table))
    lists = {name: value for name, value in table.values.items() if _is_rows(value)}
    plain = {name: value for name, value in table.values.items() if name not in lists}
    if plain:
        parts.append(_grid(("Nama", "Isi"), [(f"`{name}`", _cell(value)) for name, value in plain.items()]))
    parts += [_rows(value) for value in lists.values()]
    return parts


def _bands(table: Table) -> str:
    rows = [(band.id, band.label, _lower(band), _extra(band)) for band in table.bands]
    if not any(row[3] for row in rows):
        return _grid(("Id", "Kategori", "Batas bawah"), [row[:3] for row in rows])
    return _grid(("Id", "Kategori", "Batas bawah", "Keterangan"), rows)


def _lower(band: Band) -> str:
    if band.lower is None:
        return "selebihnya"
    return f"{'di atas' if band.lower_open else 'mulai'} {_cell(band.lower)}"


def _extra(band: Band) -> str:
    words = {"verified": "belum terverifikasi", "needs_idea": "dengan ide atau cara baru"}
    parts = [words[key] for key, value in band.extra.items() if key in words and value is (key != "verified")]
    if "index_min" in band.extra:
        parts.append(f"indeks {_cell(band.extra['index_min'])}–{_cell(band.extra['index_max'])}")
    return ", ".join(parts)


def _is_rows(value: Any) -> bool:
    return isinstance(value, tuple) and bool(value) and all(isinstance(row, Mapping) for row in value)


def _rows(rows: Sequence[Mapping[str, Any]]) -> str:
    columns = list(dict.fromkeys(key for row in rows for key in row))
    return _grid(columns, [tuple(_cell(row.get(key, "")) for key in columns) for row in rows])


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "ya" if value else "belum"
    if isinstance(value, Decimal | int):
        places = max(0, -int(value.as_tuple().exponent)) if isinstance(value, Decimal) else 0
        return format_number(value, places).replace(MINUS, "−")
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {_cell(item)}" for key, item in value.items())
    if isinstance(value, tuple):
        nested = any(isinstance(item, tuple) for item in value)
        return ("; " if nested else ", ").join(_cell(item) for item in value)
    text = str(value)
    return f"`{text}`" if any(sign in text for sign in "\\^()?") and "\\" in text else text


def _grid(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    def line(cells: Sequence[str]) -> str:
        return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"

    return "\n".join([line(titles), line(["---"] * len(titles)), *map(line, rows)])


if __name__ == "__main__":
    for page in write_pages(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/reference/aturan")):
        print(page)
