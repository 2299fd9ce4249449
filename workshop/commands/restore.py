"""``iku restore``: a class back from one file."""

from __future__ import annotations

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
def command(file: Path, data: Path) -> None:
    """Restore and say how to go on."""
    from workshop import archive

    folder = archive.restore(file, data)
    click.echo(f"Kelas dipulihkan ke {folder.path}.")
    click.echo(f"Mulai lagi dengan: iku workshop --data {data}")
