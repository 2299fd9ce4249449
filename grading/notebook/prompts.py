"""What stands above an answer cell: question, facts, options, how to write the answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kpi_sim.units import format_number

HOW = {
    "number": "Tulis bilangan tanpa tanda kutip, dengan titik sebagai tanda desimal, misalnya `86.4`.",
    "choice": "Tulis nama pilihan di dalam tanda kutip.",
    "choices": "Tulis nama semua pilihan yang sesuai sebagai daftar.",
    "ordering": "Tulis nama semua baris sebagai daftar, yang pertama di depan.",
    "table": "Ganti tiap `None` dengan jawaban baris itu.",
    "scorecard": "Ganti tiap `None` dengan jawaban baris itu.",
    "indicator": "Perbaiki isi kartu di dalam tanda kutip.",
    "text": "",
    "function": "",
}


def heading(number: int, part: Mapping[str, Any]) -> str:
    """The Markdown of one question."""
    blocks = [f"## {number}. {part['title']}", f"*{format_number(part['points'])} poin*", part["prompt"]]
    blocks += [
        _facts(part["facts"]),
        _options(part["options"]),
        _rows(part["rows"]),
        _rubric(part),
        _card(part),
    ]
    blocks.append(_how(part))
    return "\n\n".join(block for block in blocks if block)


def _how(part: Mapping[str, Any]) -> str:
    how = HOW[part["kind"]]
    if part["kind"] == "number" and part["unit"]:
        how += f" Satuannya {part['unit']}."
    if part.get("max_words"):
        how = f"Paling banyak {part['max_words']} kata."
    return how


def _facts(facts: list[dict[str, str]]) -> str:
    if not facts:
        return ""
    return "\n".join(
        ["| | |", "|---|---|", *(f"| {_cell(f['label'])} | {_cell(f['value'])} |" for f in facts)]
    )


def _options(options: list[dict[str, str]]) -> str:
    return "\n".join(f'- `"{option["id"]}"` {option["label"]}' for option in options)


def _rows(rows: list[dict[str, Any]]) -> str:
    if not rows:
        return ""
    lines = ["| Nama | Baris | Keterangan |", "|---|---|---|"]
    for row in rows:
        notes = [f"{fact['label']} {fact['value']}" for fact in row["facts"]]
        notes += [f"satuan {row['unit']}"] if row["unit"] else []
        notes += [f'`"{option["id"]}"` {option["label"]}' for option in row.get("options", [])]
        lines.append(f"| `{row['id']}` | {_cell(row['label'])} | {_cell('; '.join(notes))} |")
    return "\n".join(lines)


def _rubric(part: Mapping[str, Any]) -> str:
    if not part["rubric"]:
        return ""
    lines = [f"- **{item['title']}**: {' · '.join(item['levels'])}" for item in part["rubric"]]
    return "\n".join(["Dinilai fasilitator dengan rubrik ini:", "", *lines])


def _card(part: Mapping[str, Any]) -> str:
    if part["kind"] != "indicator":
        return ""
    lines = [f"- **{item['label']}**: {item['value']}" for item in part["card"]]
    words = [
        f"- `{field['id']}` ({field['label']}): "
        + ", ".join(f'`"{choice["id"]}"` {choice["label"]}' for choice in field["choices"])
        for field in part["fields"]
        if field.get("choices")
    ]
    blocks = []
    if lines:
        blocks.append("\n".join(["Isi kartu yang tetap:", "", *lines]))
    if words:
        blocks.append("\n".join(["Pilihan isian:", "", *words]))
    return "\n\n".join(blocks)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
