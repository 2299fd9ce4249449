"""``iku template``: the workbook that a dinas fills in."""

from __future__ import annotations

import json
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
@click.option("--json", "as_json", is_flag=True, help="Keluaran untuk program.")
def command(out: Path, year: int | None, as_json: bool) -> None:
    """Write the template; a file that is there already is not overwritten."""
    from workshop import clock, simulation
    from workshop.workbook.errors import FileThereError, OutputFormatError
    from workshop.workbook.template import write_template

    if out.suffix.lower() != ".xlsx":
        raise OutputFormatError(suffix=out.suffix or "(tanpa akhiran)", formats=".xlsx")
    simulation.check_output(out)
    if out.exists():
        raise FileThereError(file=out)
    first_year = year or int(clock.now()[:4])
    write_template(out, year=first_year)
    if as_json:
        click.echo(json.dumps({"file": str(out), "year": first_year}, ensure_ascii=False, indent=2))
        return
    click.echo(f"Ditulis: {out}. Isi lembar Perjanjian Kinerja dan Realisasi, lalu jalankan iku score {out}")
