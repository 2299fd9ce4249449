"""``iku score``: what a dinas reported, as achievement, category and total."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click


@click.command(help="Menghitung capaian, kategori, dan nilai total dari buku kerja dinas.")
@click.argument("file", type=click.Path(path_type=Path), metavar="BERKAS.xlsx")
@click.option(
    "--rule",
    default="capaian-kemenkeu-2026",
    show_default=True,
    metavar="ID",
    help="Aturan capaian; yang lain: capaian-permendagri-86-2017.",
)
@click.option(
    "--year",
    type=click.IntRange(2000, 2100),
    metavar="TAHUN",
    help="Tahun yang dinilai. [bawaan: dari berkas]",
)
@click.option(
    "--through", metavar="PERIODE", help='Periode terakhir, misalnya "TW II". [bawaan: yang terakhir terisi]'
)
@click.option("--json", "as_json", is_flag=True, help="Keluaran untuk program.")
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="BERKAS", help="Hasil dengan grafik: .xlsx atau .pdf."
)
def command(
    file: Path, rule: str, year: int | None, through: str | None, as_json: bool, out: Path | None
) -> None:
    """Score the file; exit 1 when an indicator could not be scored or the weights need a look."""
    from workshop.workbook import read_unit, score_unit
    from workshop.workbook.results import check_result, write_score
    from workshop.workbook.telling import score_data, score_lines

    check_result(out, file)
    score = score_unit(read_unit(file), rule=rule, year=year, through=through)
    if out is not None:
        write_score(score, out)
    if as_json:
        click.echo(json.dumps(score_data(score), ensure_ascii=False, indent=2))
    else:
        for line in score_lines(score):
            click.echo(line)
    if out is not None:
        click.echo(f"Ditulis: {out}", err=as_json)
    sys.exit(0 if score.good else 1)
