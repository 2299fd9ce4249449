"""``docs/reference/perintah.md``: every command of ``iku`` with its options, from the commands themselves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

import click

from workshop.cli import COMMANDS, cli

KINDS = {
    "integer": "bilangan",
    "float": "bilangan",
    "path": "tempat",
    "text": "teks",
    "directory": "folder",
    "file": "berkas",
    "filename": "berkas",
    "integer range": "bilangan",
}


def commands_page() -> str:
    """The page; a command that is not on it does not exist."""
    context = click.Context(cli, info_name="iku")
    parts = [
        "# Perintah",
        "",
        "Ditulis dari perintahnya sendiri dengan `python -m workshop.reference`. Semua perintah dijalankan dari folder "
        "proyek sebagai `.venv/bin/iku …`; `iku PERINTAH --help` menampilkan hal yang sama di terminal.",
        "",
        "Kode keluar: 0 baik, 1 ada temuan atau kegagalan, 2 salah pakai. Keluaran untuk orang berbahasa Indonesia; "
        "`--json` untuk program.",
        "",
        "| perintah | guna |",
        "|---|---|",
        *[f"| [`iku {name}`](#iku-{name}) | {_cell(text)} |" for name, (_, text) in COMMANDS.items()],
    ]
    for name in COMMANDS:
        command = cli.get_command(context, name)
        assert command is not None
        parts += ["", f"## iku {name}", "", *_described(command, click.Context(command, context, name))]
    return "\n".join(parts) + "\n"


def _described(command: click.Command, context: click.Context) -> Iterator[str]:
    yield _plain(command.help)
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            yield from ("", f"### {context.command_path} {name}", "")
            yield from _described(inner, click.Context(inner, context, name))
        return
    yield from ("", "```", _usage(command, context), "```")
    rows = [row for option in command.params if (row := _row(option))]
    if rows:
        yield from ("", "| pilihan | guna | bawaan |", "|---|---|---|", *rows)


def _usage(command: click.Command, context: click.Context) -> str:
    return " ".join([context.command_path, *command.collect_usage_pieces(context)]).replace(
        "[OPTIONS]", "[PILIHAN]"
    )


def _row(option: click.Parameter) -> str:
    """One option as a row of the table; arguments stand in the usage line."""
    if not isinstance(option, click.Option) or option.hidden:
        return ""
    name = ", ".join(option.opts)
    if not option.is_flag:
        name += f" {option.metavar or _kind(option)}"
    default = "" if option.is_flag else _default(option.default)
    shown = "wajib" if option.required else f"`{default}`" if default else ""
    return f"| `{_cell(name)}` | {_cell(_plain(option.help))} | {shown} |"


def _default(value: object) -> str:
    """The default as text; nothing for one that depends on the machine."""
    if isinstance(value, PurePath) and value.is_absolute():
        return ""
    if isinstance(value, list | tuple):  # an option that may be repeated
        return " ".join(map(_default, value))
    return str(value) if isinstance(value, str | int | float | PurePath) else ""


def _kind(option: click.Option) -> str:
    if isinstance(option.type, click.Choice):
        return "/".join(map(str, option.type.choices))
    return KINDS.get(option.type.name, option.type.name).upper()


def _plain(text: str | None) -> str:
    return " ".join((text or "").replace("\b", "").split())


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
