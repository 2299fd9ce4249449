"""``iku doctor``: what this machine lacks and how to get it."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

MARKS = {"baik": "●", "perhatikan": "▲", "perlu diperbaiki": "◆"}


@click.command(help="Memeriksa apa yang kurang di mesin ini untuk menjalankan kelas.")
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port untuk peserta."
)
@click.option(
    "--data", default="kelas", show_default=True, type=click.Path(path_type=Path), help="Folder data kelas."
)
@click.option("--json", "as_json", is_flag=True, help="Keluaran untuk program.")
def command(port: int, data: Path, as_json: bool) -> None:
    """Print the findings; exit 1 when something must be repaired."""
    from workshop.doctor import BAD, GOOD, LOOK, examine

    findings = examine(port, data)
    if as_json:
        click.echo(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=2))
    else:
        for finding in findings:
            click.echo(f"{MARKS[finding.level]} {finding.topic:<13} {finding.said}")
            if finding.fix and finding.level != GOOD:
                click.echo(f"  {'':<13} {finding.fix}")
        worst = [finding for finding in findings if finding.level == BAD]
        some = [finding for finding in findings if finding.level == LOOK]
        click.echo("")
        click.echo(
            f"{len(worst)} hal perlu diperbaiki sebelum kelas dimulai."
            if worst
            else f"Siap untuk kelas; {len(some)} hal untuk diperhatikan."
            if some
            else "Siap untuk kelas."
        )
    sys.exit(1 if any(finding.level == BAD for finding in findings) else 0)
