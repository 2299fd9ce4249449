"""``iku backup``: the class in one file."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import click


@click.command(help="Mencadangkan kelas ke satu berkas; boleh selagi kelas berjalan.")
@click.option(
    "--data", default="kelas", show_default=True, type=click.Path(path_type=Path), help="Folder data kelas."
)
@click.option("--out", default=None, type=click.Path(path_type=Path), help="Berkas tujuan, misalnya di USB.")
@click.option("--json", "as_json", is_flag=True, help="Keluaran untuk program.")
def command(data: Path, out: Path | None, as_json: bool) -> None:
    """Write the backup and say where."""
    from workshop import archive, clock
    from workshop.progress import bar

    name = f"cadangan-{datetime.now(clock.WIB):%Y%m%d-%H%M}.tar.gz"
    target = out / name if out and out.is_dir() else out or Path(name)
    size = archive.backup(data, target, told=None if as_json else bar("berkas dicadangkan"))
    if as_json:
        click.echo(json.dumps({"file": str(target), "bytes": size}, ensure_ascii=False, indent=2))
        return
    click.echo(f"Kelas dicadangkan ke {target} ({max(1, size // 1024)} kB).")
    click.echo(f"Pulihkan dengan: iku restore {target} --data FOLDER-BARU")
