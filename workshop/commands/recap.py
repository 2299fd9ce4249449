"""``iku recap``: the recap of a class as a file."""

from __future__ import annotations

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
def command(class_dir: Path, out: Path) -> None:
    """Write the recap and say what is in it."""
    from workshop.recap import write_recap

    recap = write_recap(class_dir, out)
    graded = sum(mark.score is not None for mark in recap.marks)
    click.echo(f"Rekap {len(recap.present)} peserta, {len(recap.marks)} kiriman, {graded} dinilai: {out}")
