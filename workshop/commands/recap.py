"""``iku recap``: the recap of a class as a file."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.command(help="Membuat rekap kelas: daftar hadir, nilai per bagian, dan butir yang sulit.")
@click.option(
    "--class",
    "class_dir",
    default="kelas",
    show_default=True,
    type=click.Path(path_type=Path),
    help="Folder data kelas, atau folder kursus nbgrader.",
)
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Berkas .xlsx, .pdf, atau .csv.")
@click.option("--json", "as_json", is_flag=True, help="Keluaran untuk program.")
def command(class_dir: Path, out: Path, as_json: bool) -> None:
    """Write the recap and say what is in it."""
    from workshop.progress import bar
    from workshop.recap import write_recap

    recap = write_recap(class_dir, out, told=None if as_json else bar("bagian ditulis"))
    graded = sum(mark.score is not None for mark in recap.marks)
    if as_json:
        told = {
            "file": str(out),
            "present": len(recap.present),
            "submissions": len(recap.marks),
            "graded": graded,
        }
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    click.echo(f"Rekap {len(recap.present)} peserta, {len(recap.marks)} kiriman, {graded} dinilai: {out}")
