"""``iku template``: the workbook that a dinas fills in."""

from __future__ import annotations

from pathlib import Path

import click


@click.command(help="Membuat buku kerja untuk diisi dinas: perjanjian kinerja dan realisasi.")
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), metavar="BERKAS.xlsx", help="Berkas tujuan."
)
@click.option(
    "--year",
    type=click.IntRange(2000, 2100),
    metavar="TAHUN",
    help="Tahun target pertama. [bawaan: tahun ini]",
)
def command(out: Path, year: int | None) -> None:
    """Write the template; a file that is there already is not overwritten."""
    from workshop import clock, simulation
    from workshop.workbook.errors import FileThereError, OutputFormatError
    from workshop.workbook.template import write_template

    if out.suffix.lower() != ".xlsx":
        raise OutputFormatError(suffix=out.suffix or "(tanpa akhiran)", formats=".xlsx")
    simulation.check_output(out)
    if out.exists():
        raise FileThereError(file=out)
    write_template(out, year=year or int(clock.now()[:4]))
    click.echo(f"Ditulis: {out}. Isi lembar Perjanjian Kinerja dan Realisasi, lalu jalankan iku score {out}")
