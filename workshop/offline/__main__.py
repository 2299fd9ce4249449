"""``make offline-bundle``: packs the class for a machine without internet."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kpi_sim.errors import LabIkuError
from workshop import paths
from workshop.offline import write_bundle
from workshop.progress import bar
from workshop.service.folder import MIB


def main() -> None:
    """Pack into ``dist/`` and say what to do with it; exit 1 with the three parts of a fault."""
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else paths.ROOT / "dist"
    click.echo("Mengunduh paket dan menyusun bundel luring (beberapa menit) ...")
    try:
        bundle = write_bundle(out, told=bar("paket diambil"))
    except LabIkuError as fault:
        click.echo(str(fault), err=True)
        sys.exit(1)
    click.echo(f"Selesai: {bundle} ({bundle.stat().st_size // MIB} MB)")
    click.echo("Salin ke flashdisk. Di komputer kelas: ekstrak, baca BACA-DULU.txt, jalankan sh pasang.sh")


if __name__ == "__main__":
    main()
