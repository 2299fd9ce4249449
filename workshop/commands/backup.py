"""``iku backup``: the class in one file."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click


@click.command(help="Mencadangkan kelas ke satu berkas; boleh selagi kelas berjalan.")
@click.option(
    "--data", default="kelas", show_default=True, type=click.Path(path_type=Path), help="Folder data kelas."
)
@click.option("--out", default=None, type=click.Path(path_type=Path), help="Berkas tujuan, misalnya di USB.")
def command(data: Path, out: Path | None) -> None:
    """Write the backup and say where."""
    from workshop import archive, clock

    name = f"cadangan-{datetime.now(clock.WIB):%Y%m%d-%H%M}.tar.gz"
    target = out / name if out and out.is_dir() else out or Path(name)
    size = archive.backup(data, target)
    click.echo(f"Kelas dicadangkan ke {target} ({max(1, size // 1024)} kB).")
    click.echo(f"Pulihkan dengan: iku restore {target} --data FOLDER-BARU")
