"""Every error that a person may read, in three parts: what happened, where, what to do.

The tree::

    LabIkuError                 base of the whole project; carries ``what``, ``where``, ``fix``
    ├── DataError               something in the user's data or input is not as it must be
    │   ├── NumberFormatError   a text is not a number
    │   └── AmbiguousNumberError  a text reads as two different numbers ("1.250")
    └── UnknownNameError        a name does not exist; names the nearest ones

A subclass writes its three sentences (Bahasa Indonesia) as class attributes with ``{field}`` templates;
the values come as keyword arguments and stay readable as attributes.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Any, ClassVar


class LabIkuError(Exception):
    """An error told in three parts (Indonesian); values are attributes of the instance."""

    what: ClassVar[str] = "Terjadi kesalahan di pihak kami."
    where: ClassVar[str] = ""
    fix: ClassVar[str] = "Coba lagi. Data yang sudah tersimpan tidak berubah."

    def __init__(self, **values: Any) -> None:
        self.values = values
        for name, value in values.items():
            setattr(self, name, value)
        super().__init__(self.sentence())

    def parts(self) -> tuple[str, str, str]:
        """The three rendered sentences: what happened, where, what to do."""
        return (
            self.what.format(**self.values),
            self.where.format(**self.values),
            self.fix.format(**self.values),
        )

    def sentence(self) -> str:
        """The three parts as one line of text, empty parts left out."""
        return " ".join(part for part in self.parts() if part)

    def __str__(self) -> str:
        return self.sentence()


class DataError(LabIkuError):
    """Something in the user's data or input is not as it must be."""


class NumberFormatError(DataError):
    """A text is not a number in Indonesian or international form."""

    what = '"{text}" bukan bilangan yang dapat dibaca.'
    fix = "Tulis angka saja, misalnya 1.234,5 atau 86,4 %."


class AmbiguousNumberError(DataError):
    """A text reads as two different numbers; ``candidates`` holds both (thousands first)."""

    what = '"{text}" dapat dibaca dengan dua arti.'
    fix = "Maksud Anda {spelled}? Tulis {thousands} atau {decimal} agar jelas."


class UnknownNameError(LabIkuError):
    """A name does not exist; the message names the nearest one and lists what there is."""

    what = '{kind} "{name}" tidak ada.{nearest}'
    fix = "Yang tersedia: {available}."

    def __init__(self, kind: str, name: str, available: Iterable[str]) -> None:
        names = sorted(available)
        close = difflib.get_close_matches(name, names, n=1)
        nearest = f' Maksud Anda "{close[0]}"?' if close else ""
        super().__init__(kind=kind, name=name, nearest=nearest, available=", ".join(names) or "belum ada")
        self.choices = names
