"""``iku check-design``: what is worth another look in a dinas's indicators."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click


@click.command(help="Memeriksa rancangan indikator di buku kerja dinas (.xlsx) atau berkas kartu (.toml).")
@click.argument("file", type=click.Path(path_type=Path), metavar="BERKAS")
@click.option("--json", "as_json", is_flag=True, help="Keluaran untuk program.")
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="BERKAS", help="Temuan sebagai .xlsx atau .pdf."
)
def command(file: Path, as_json: bool, out: Path | None) -> None:
    """Review the file's cards; exit 1 when something must be mended."""
    from workshop.workbook import read_unit, review_unit
    from workshop.workbook.results import check_result, write_review
    from workshop.workbook.telling import review_data, review_lines

    check_result(out, file)
    review = review_unit(read_unit(file))
    if out is not None:
        write_review(review, out)
    if as_json:
        click.echo(json.dumps(review_data(review), ensure_ascii=False, indent=2))
    else:
        for line in review_lines(review):
            click.echo(line)
    if out is not None:
        click.echo(f"Ditulis: {out}", err=as_json)
    sys.exit(0 if review.good else 1)
