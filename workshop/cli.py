"""The ``iku`` command line: loads a command's module only when it is called, speaks Indonesian to people.

Exit codes: 0 fine, 1 findings or failures, 2 wrong use.
"""

from __future__ import annotations

import workshop.head_start  # noqa: F401  # before all others: what it starts takes longer than they do

# isort: split
import atexit
import gc
import importlib
import sys

import click

from kpi_sim.errors import LabIkuError, UnknownNameError
from workshop.click_words import speak_indonesian

speak_indonesian()

# name -> (module, one line of help). Help texts stand here so that `iku --help` imports nothing heavy.
COMMANDS: dict[str, tuple[str, str]] = {
    "workshop": ("workshop.commands.run", "Memulai kelas: alamat, kode kelas, QR, meja fasilitator."),
    "demo": ("workshop.commands.demo", "Menjalankan satu kelas lengkap tanpa peserta sungguhan."),
    "exercise": ("workshop.commands.exercise", "Menyusun, memeriksa, dan melihat latihan."),
    "collect": ("workshop.commands.collect", "Mengumpulkan jawaban dari .zip atau .ipynb ke folder kelas."),
    "grade": ("workshop.commands.grade", "Menilai semua jawaban yang masuk di folder kelas."),
    "feedback": ("workshop.commands.feedback", "Membuat halaman umpan balik untuk peserta."),
    "recap": ("workshop.commands.recap", "Membuat rekap kelas (xlsx, pdf, csv)."),
    "course": ("workshop.commands.course", "Memeriksa isi pelatihan: bahasa, sumber, tujuan belajar."),
    "lesson": ("workshop.commands.lesson", "Memeriksa dan merapikan pelajaran."),
    "template": ("workshop.commands.template", "Membuat buku kerja indikator untuk diisi dinas."),
    "score": ("workshop.commands.score", "Menghitung capaian dan nilai total dari buku kerja dinas."),
    "check-design": ("workshop.commands.check_design", "Memeriksa rancangan indikator di buku kerja dinas."),
    "simulate": ("workshop.commands.simulate", "Menjalankan satu skenario dari baris perintah."),
    "validate": ("workshop.commands.validate", "Membandingkan kpi_sim dengan angka acuan."),
    "simulator": ("workshop.commands.simulator", "Membuka satu simulator saja."),
    "backup": ("workshop.commands.backup", "Mencadangkan kelas ke satu berkas."),
    "restore": ("workshop.commands.restore", "Memulihkan kelas dari cadangan."),
    "forget": ("workshop.commands.forget", "Menghapus seorang peserta beserta jawabannya."),
    "doctor": ("workshop.commands.doctor", "Memeriksa apa yang kurang di mesin ini."),
}


class LazyGroup(click.Group):
    """A click group whose commands are imported on first use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(COMMANDS[name][0]).command
        command.name = name
        return command

    def resolve_command(self, ctx, args):  # type: ignore[no-untyped-def]
        if args and args[0] not in COMMANDS:
            raise UnknownNameError("Perintah", args[0], COMMANDS)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Perintah"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.command(
    cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(package_name="lab-iku", prog_name="iku", message="%(prog)s %(version)s")
def cli() -> None:
    """Lab IKU: belajar mengelola kinerja dengan Indikator Kinerja Utama."""


def main(argv: list[str] | None = None) -> None:
    """Entry point of ``iku``: turns every expected fault into one clear sentence and an exit code."""
    # an interpreter that ends looks through all that was imported for garbage, which takes half a second at worst
    atexit.register(gc.freeze)
    try:
        code = cli.main(args=argv, prog_name="iku", standalone_mode=False)
    except click.UsageError as fault:
        path = fault.ctx.command_path if fault.ctx else "iku"
        click.echo(f"Perintah tidak dapat dijalankan: {fault.format_message()}", err=True)
        click.echo(f"Lihat cara pakainya dengan: {path} --help", err=True)
        sys.exit(2)
    except click.ClickException as fault:
        click.echo(fault.format_message(), err=True)
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Dihentikan.", err=True)
        sys.exit(130)
    except LabIkuError as fault:
        click.echo(fault.sentence(), err=True)
        sys.exit(2)
    except OSError as fault:
        # Disk full, read-only folder, missing permission: one sentence, never a traceback.
        import logging

        logging.getLogger("iku").debug("operating system error", exc_info=True)
        where = f" Tempat: {fault.filename}." if fault.filename else ""
        click.echo(
            f"Sistem menolak: {fault.strerror or fault}.{where} Periksa izin dan sisa ruang, lalu coba lagi.",
            err=True,
        )
        sys.exit(1)
    sys.exit(code if isinstance(code, int) else 0)


if __name__ == "__main__":
    main()
