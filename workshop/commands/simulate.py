"""``iku simulate``: one scenario from the shell."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click


@click.command(help="Menjalankan satu skenario. Tanpa nama: daftar skenario.")
@click.argument("scenario", required=False)
@click.option(
    "--set",
    "changes",
    multiple=True,
    metavar="PARAMETER=NILAI",
    help='Ganti satu parameter; boleh diulang. Beberapa bilangan dipisah titik koma: "10;20;30".',
)
@click.option("--replications", default=100, show_default=True, type=int, help="Banyaknya ulangan.")
@click.option("--seed", default=2026, show_default=True, type=int, help="Benih acak.")
@click.option("--json", "as_json", is_flag=True, help="Keluaran untuk program.")
@click.option(
    "--csv", "csv_file", type=click.Path(path_type=Path), metavar="BERKAS", help="Tabel semua ulangan."
)
@click.option("--png", "png_file", type=click.Path(path_type=Path), metavar="BERKAS", help="Grafik.")
@click.option("--report", is_flag=True, help="Laporan lengkap menurut daftar STRESS-DES (Markdown).")
def command(
    scenario: str | None,
    changes: tuple[str, ...],
    replications: int,
    seed: int,
    as_json: bool,
    csv_file: Path | None,
    png_file: Path | None,
    report: bool,
) -> None:
    """Run a scenario, and beside it the unchanged one where something was changed."""
    from kpi_sim import list_scenarios, load_scenario, replicate, stress_report
    from workshop import simulation

    if scenario is None:
        for info in list_scenarios():
            click.echo(f"{info.id:<12} {info.title}: {info.description}")
        return
    for file in (csv_file, png_file):
        simulation.check_output(file)
    base = load_scenario(scenario)
    chosen = [base]
    if changes:
        chosen.append(base.replace(simulation.read_changes(changes)))
    results = replicate(chosen, replications=replications, seed=seed)
    written = []
    if csv_file is not None:
        simulation.write_csv(results, csv_file)
        written.append(csv_file)
    if png_file is not None:
        from workshop.simulation_chart import draw

        draw(results, png_file)
        written.append(png_file)
    if as_json:
        click.echo(json.dumps(_files(simulation.summary(results), written), ensure_ascii=False, indent=2))
        return
    if report:
        click.echo(stress_report(results, command=_told(scenario, changes, replications, seed)), nl=False)
    else:
        for line in simulation.lines(results):
            click.echo(line)
    for file in written:
        click.echo(f"Ditulis: {file}", err=report)


def _files(summary: dict[str, Any], written: list[Path]) -> dict[str, Any]:
    return summary | {"files": [str(file) for file in written]}


def _told(scenario: str, changes: tuple[str, ...], replications: int, seed: int) -> str:
    parts = [f"--set '{change}'" for change in changes]
    return " ".join(["iku simulate", scenario, *parts, f"--replications {replications} --seed {seed}"])
