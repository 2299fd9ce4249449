"""``iku validate``: kpi_sim against published and analytic numbers."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click


@click.command(help="Membandingkan kpi_sim dengan angka terbitan dan rumus, kasus demi kasus.")
@click.option(
    "--cases",
    "file",
    type=click.Path(path_type=Path),
    metavar="BERKAS.csv",
    help="Berkas kasus sendiri (kolom case, parameters, expected, tolerance, source).",
)
@click.option("--json", "as_json", is_flag=True, help="Keluaran untuk program.")
def command(file: Path | None, as_json: bool) -> None:
    """Print what passed and what did not; exit 1 unless all cases passed."""
    from kpi_sim.validate import validate

    outcome = validate(file)
    if as_json:
        click.echo(json.dumps(outcome.to_dict(), ensure_ascii=False, indent=2))
    else:
        for line in outcome.lines():
            click.echo(line)
    sys.exit(0 if outcome.good else 1)
