"""Every error that a person may read, in three parts: what happened, where, what to do.

The tree::

    LabIkuError                 base of the whole project; carries ``what``, ``where``, ``fix``
    ├── DataError               something in the user's data or input is not as it must be
    │   ├── NumberFormatError   a text is not a number
    │   ├── AmbiguousNumberError  a text reads as two different numbers ("1.250")
    │   ├── OutOfRangeError     a value lies outside what is possible
    │   ├── MissingColumnError  a column (or key) that is needed is not there
    │   ├── EmptyDataError      there is nothing to compute from
    │   ├── AnswerOutOfScaleError  a survey answer is not 1, 2, 3 or 4
    │   ├── NoAnswersError      nobody answered a survey element
    │   ├── WeightsError        weights do not add up to what they must
    │   ├── RuleFileError       a rule file cannot be read
    │   ├── CardFieldError      one field of an indicator card cannot be read
    │   ├── CardFileError       a file of indicator cards cannot be read
    │   └── FaultsError         several of the above in one input, told at once
    └── UnknownNameError        a name does not exist; names the nearest ones

A subclass writes its three sentences (Bahasa Indonesia) as class attributes with ``{field}`` templates;
the values come as keyword arguments and stay readable as attributes.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, ClassVar, TypeVar


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

    def __reduce__(self) -> tuple[Any, ...]:
        """An error crosses to another process whole (plain exceptions with keywords do not)."""
        return _restore, (type(self), self.args, self.__dict__)

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


_E = TypeVar("_E", bound=LabIkuError)


def _restore(kind: type[_E], arguments: tuple[Any, ...], state: dict[str, Any]) -> _E:
    error = kind.__new__(kind, *arguments)
    error.args = arguments
    error.__dict__.update(state)
    return error


class DataError(LabIkuError):
    """Something in the user's data or input is not as it must be."""


class NumberFormatError(DataError):
    """A text is not a number in Indonesian or international form."""

    what = '"{text}" bukan bilangan yang dapat dibaca.'
    fix = "Tulis angka saja, misalnya 1.234,5 atau 86,4 %."


class AmbiguousNumberError(DataError):
    """A text reads as two different numbers; ``candidates`` holds both (thousands first)."""

    candidates: tuple[Decimal, Decimal]
    what = '"{text}" dapat dibaca dengan dua arti.'
    fix = "Maksud Anda {spelled}? Tulis {thousands} atau {decimal} agar jelas."


class UnknownNameError(LabIkuError):
    """A name does not exist; the message names the nearest one and lists what there is."""

    what = '{kind} "{name}" tidak ada.{nearest}'
    fix = "Yang tersedia: {available}."

    def __init__(self, kind: str, name: str, available: Iterable[str]) -> None:
        name, names = str(name), sorted(map(str, available))
        close = difflib.get_close_matches(name, names, n=1)
        nearest = f' Maksud Anda "{close[0]}"?' if close else ""
        super().__init__(kind=kind, name=name, nearest=nearest, available=", ".join(names) or "belum ada")
        self.choices = names


class OutOfRangeError(DataError):
    """A value lies outside what is possible."""

    what = "{name} bernilai {value}, di luar yang mungkin."
    where = "{place}"
    fix = "{allowed}"

    def __init__(self, *, name: str, value: object, allowed: str, place: str = "") -> None:
        super().__init__(name=name, value=value, allowed=allowed, place=place)


class MissingColumnError(DataError):
    """A column (or key) that is needed is not there; names the nearest one."""

    what = 'Kolom "{column}" tidak ditemukan.{nearest}'
    where = "{place}"
    fix = "Kolom yang ada: {available}. Samakan namanya, atau sebutkan padanannya."

    def __init__(self, *, column: str, available: Iterable[object], place: str = "") -> None:
        names = [str(name) for name in available]
        close = difflib.get_close_matches(column, names, n=1)
        nearest = f' Maksud Anda "{close[0]}"?' if close else ""
        shown = ", ".join(names[:12]) + (", …" if len(names) > 12 else "")
        super().__init__(column=column, nearest=nearest, available=shown or "belum ada", place=place)


class EmptyDataError(DataError):
    """There is nothing to compute from."""

    what = "{name} belum berisi data."
    fix = "{need}"


class AnswerOutOfScaleError(DataError):
    """An answer lies outside the survey scale; ``row`` counts as ``place`` says (file line or respondent)."""

    what = 'Jawaban {value} tidak sah untuk unsur "{element}".'
    where = "{place}"
    fix = "Jawaban SKM hanya 1, 2, 3, atau 4. Perbaiki sel itu, atau kosongkan bila tidak dijawab."

    def __init__(
        self, *, value: object, element: str, row: int, column: str, file: str | None = None
    ) -> None:
        place = f"Baris {row}, kolom {column} di {file}." if file else f"Responden ke-{row}, kolom {column}."
        super().__init__(value=value, element=element, row=row, column=column, file=file, place=place)


class NoAnswersError(DataError):
    """A survey element has no answer at all, so that its mean does not exist."""

    what = 'Unsur "{element}" tidak berisi satu jawaban pun.'
    where = "Kolom {column}{file}."
    fix = "Isi jawabannya, atau hitung SKM tanpa unsur itu dengan bobot yang Anda tetapkan sendiri."

    def __init__(self, *, element: str, column: str, file: str | None = None) -> None:
        super().__init__(element=element, column=column, file=f" di {file}" if file else "")


class WeightsError(DataError):
    """Weights do not add up to what they must."""

    what = "Bobot berjumlah {total}, seharusnya {expected}."
    where = "{place}"
    fix = "Ubah salah satu bobot sehingga jumlahnya {expected}."

    def __init__(self, *, total: object, expected: object, place: str = "") -> None:
        super().__init__(total=total, expected=expected, place=place)


class RuleFileError(DataError):
    """A rule file cannot be read."""

    what = "Berkas aturan tidak dapat dibaca: {reason}."
    where = "Berkas {file}."
    fix = "{advice}"

    def __init__(self, *, reason: str, file: str, advice: str = "") -> None:
        super().__init__(
            reason=reason,
            file=file,
            advice=advice or "Perbaiki isinya menurut halaman rujukan aturan, lalu muat lagi.",
        )


class CardFieldError(DataError):
    """One field of an indicator card cannot be read; ``cause`` is the error behind it."""

    field: str
    card: str
    cause: LabIkuError

    what = "{problem}"
    where = "Kolom {field}, {card}."
    fix = "{advice}"

    def __init__(self, *, field: str, card: str, cause: LabIkuError) -> None:
        problem, _, advice = cause.parts()
        super().__init__(field=field, card=card, problem=problem, advice=advice)
        self.cause = cause


class CardFileError(DataError):
    """A file of indicator cards cannot be read."""

    what = "Kartu indikator tidak dapat dibaca: {reason}."
    where = "{place}"
    fix = "Perbaiki isinya menurut templat, lalu muat lagi."

    def __init__(self, *, reason: str, place: str = "") -> None:
        super().__init__(reason=reason, place=place)


class FaultsError(DataError):
    """Several faults of one input, told at once: the first ten in full, the rest counted.

    ``faults`` holds the errors themselves (at most ``SHOWN``), ``total`` how many there are.
    """

    SHOWN: ClassVar[int] = 10
    what = "{total} {noun} perlu diperbaiki.{cut}"
    where = "{listed}"
    fix = "Perbaiki semuanya sekaligus, lalu coba lagi. Data yang sudah tersimpan tidak berubah."

    def __init__(
        self, faults: Sequence[LabIkuError], *, noun: str = "isian", total: int | None = None
    ) -> None:
        count = len(faults) if total is None else total
        shown = tuple(faults[: self.SHOWN])
        cut = "" if count == len(shown) else " Sepuluh yang pertama ditampilkan di bawah."
        listed = "\n".join(f"{i}. {fault}" for i, fault in enumerate(shown, 1))
        super().__init__(total=count, noun=noun, cut=cut, listed=listed)
        self.faults = shown
        self.total = count

    def sentence(self) -> str:
        """The three parts, each fault on a line of its own."""
        return "\n".join(self.parts())


def raise_faults(faults: Sequence[LabIkuError], *, noun: str = "isian", total: int | None = None) -> None:
    """Raise nothing for no fault, the fault itself for one, ``FaultsError`` for more."""
    if not faults:
        return
    if (len(faults) if total is None else total) == 1:
        raise faults[0]
    raise FaultsError(faults, noun=noun, total=total)


def toml_reason(error: ValueError) -> str:
    """Why a text cannot be read as TOML: where reading stopped (the reader's own words are English)."""
    if isinstance(error, UnicodeDecodeError):
        return "isinya bukan teks UTF-8"
    found = re.search(r"line (\d+), column (\d+)", str(error))
    stopped = (
        f"terhenti di baris {found[1]}, kolom {found[2]}"
        if found
        else "ada yang belum ditutup di akhir berkas"
    )
    return f"bukan TOML yang sah, {stopped}"
