"""``iku restore``: a class back from one file."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.command(help="Memulihkan kelas dari cadangan ke folder baru.")
@click.argument("file", metavar="BERKAS", type=click.Path(path_type=Path))
@click.option(
    "--data",
    default="kelas",
    show_default=True,
    type=click.Path(path_type=Path),
    help="Folder tujuan (baru).",
)
@click.option("--json", "as_json", is_flag=True, help="Keluaran untuk program.")
def command(file: Path, data: Path, as_json: bool) -> None:
    """Restore and say how to go on."""
    from workshop import archive

    folder = archive.restore(file, data)
    if as_json:
        told = {"file": str(file), "folder": str(folder.path)}
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    click.echo(f"Kelas dipulihkan ke {folder.path}.")
    click.echo(f"Mulai lagi dengan: iku workshop --data {data}")
