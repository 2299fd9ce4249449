"""What click says by itself, in Indonesian: headings of help pages and sentences about wrong use.

click marks its texts with gettext but brings no translations. Its modules are given ours by name, text for text; what
is not listed stays English and is meant for developers.
"""

from __future__ import annotations

import click.core
import click.decorators
import click.exceptions
import click.formatting
import click.parser
import click.types

WORDS = {
    "Usage:": "Pemakaian:",
    "Options": "Pilihan",
    "Commands": "Perintah",
    "Positional arguments": "Isian",
    "Show this message and exit.": "Menampilkan halaman ini.",
    "Show the version and exit.": "Menampilkan versi.",
    "Missing command.": "Sebutkan perintahnya.",
    "Missing argument": "Belum diisi:",
    "Missing option": "Pilihan ini wajib:",
    "Missing parameter": "Belum diisi:",
    "Missing {param_type}": "Belum diisi: {param_type}",
    "Missing parameter: {param_name}": "Belum diisi: {param_name}",
    "Invalid value: {message}": "Isian tidak sesuai: {message}",
    "Invalid value for {param_hint}: {message}": "Isian {param_hint} tidak sesuai: {message}",
    "No such option {name!r}.": "Pilihan {name!r} tidak ada.",
    "No such command {name!r}.": "Perintah {name!r} tidak ada.",
    "Choose from:\n\t{choices}": "Pilih salah satu:\n\t{choices}",
    "{value!r} is not a valid {number_type}.": "{value!r} bukan bilangan yang dapat dibaca.",
    "{value} is not in the range {range}.": "{value} di luar batas {range}.",
    "{name} {filename!r} does not exist.": "{name} {filename!r} tidak ada.",
    "{name} {filename!r} is a file.": "{filename!r} berupa berkas.",
    "{name} {filename!r} is a directory.": "{filename!r} berupa folder.",
    "{name} {filename!r} is not readable.": "{filename!r} tidak dapat dibaca.",
    "{name} {filename!r} is not writable.": "{filename!r} tidak dapat ditulisi.",
    "file": "berkas",
    "directory": "folder",
    "path": "tempat",
    "Option {name!r} does not take a value.": "Pilihan {name!r} tidak memerlukan isian.",
    "default: {default}": "bawaan: {default}",
}
# of one thing and of several: Indonesian does not tell them apart
COUNTED = {
    "Got unexpected extra argument ({args})": "Isian ini tidak dikenal: {args}",
    "Option {name!r} requires an argument.": "Pilihan {name!r} memerlukan isian.",
    "{value!r} is not {choice}.": "{value!r} tidak dikenal; isinya {choice}.",
    "{value!r} is not one of {choices}.": "{value!r} tidak dikenal. Pilih salah satu: {choices}.",
    "Did you mean {possibility}?": "Maksud Anda {possibility}?",
    "(Did you mean one of: {possibilities}?)": "(Maksud Anda salah satu dari: {possibilities}?)",
}
MODULES = (click.core, click.decorators, click.exceptions, click.formatting, click.parser, click.types)


def speak_indonesian() -> None:
    """Give click's modules our words."""
    for module in MODULES:
        if hasattr(module, "_"):
            module._ = word  # type: ignore[attr-defined]
        if hasattr(module, "ngettext"):
            module.ngettext = counted  # type: ignore[attr-defined]


def word(text: str) -> str:
    """The Indonesian of a text of click's."""
    return WORDS.get(text, text)


def counted(one: str, many: str, count: int) -> str:
    """The Indonesian of a text about one or several."""
    return COUNTED.get(one if count == 1 else many, COUNTED.get(one, one if count == 1 else many))
