"""``iku forget``: erase one trainee, or all whose time is over, with all answers."""

from __future__ import annotations

from pathlib import Path

import click


@click.command(help="Menghapus seorang peserta beserta semua jawaban, nilai, dan kehadirannya.")
@click.argument("participant", metavar="PESERTA", required=False)
@click.option(
    "--expired", is_flag=True, help="Semua peserta yang melewati masa simpan yang diatur di meja fasilitator."
)
@click.option(
    "--data", default="kelas", show_default=True, type=click.Path(path_type=Path), help="Folder data kelas."
)
@click.option("--yes", is_flag=True, help="Tanpa bertanya lagi.")
def command(participant: str | None, expired: bool, data: Path, yes: bool) -> None:
    """Ask once, erase, say what is gone."""
    from workshop import forgetting

    if expired == (participant is not None):
        raise click.UsageError(
            "Sebutkan seorang peserta, atau --expired untuk semua yang melewati masa simpan."
        )
    if participant is None:
        _forget_expired(data, yes=yes)
        return
    person = forgetting.find(data, participant)
    if not yes:
        click.confirm(
            f"Hapus {person.name} ({person.unit}) beserta semua jawabannya? Ini tidak dapat diurungkan",
            abort=True,
        )
    forgetting.forget(data, person)
    click.echo(f"Data {person.id} sudah dihapus dari {data}. Cadangan lama, bila ada, masih memuatnya.")


def _forget_expired(data: Path, *, yes: bool) -> None:
    from workshop import forgetting, retention

    people = retention.past_of(data)
    if not people:
        click.echo("Tidak ada peserta yang melewati masa simpan. Tidak ada data yang berubah.")
        return
    if not yes:
        click.confirm(
            f"Hapus {len(people)} peserta beserta semua jawabannya? Ini tidak dapat diurungkan", abort=True
        )
    for person in people:
        forgetting.forget(data, person)
    click.echo(
        f"Data {len(people)} peserta sudah dihapus dari {data}. Cadangan lama, bila ada, masih memuatnya."
    )
