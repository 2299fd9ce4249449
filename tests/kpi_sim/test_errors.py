"""Every message of the package has its parts in Indonesian and survives the way to another process."""

from __future__ import annotations

import pickle
import re

import pytest

from kpi_sim import errors
from kpi_sim.errors import FaultsError, LabIkuError, NumberFormatError, raise_faults

EXAMPLES: dict[str, dict[str, object]] = {
    "LabIkuError": {},
    "DataError": {},
    "NumberFormatError": {"text": "dua"},
    "AmbiguousNumberError": {
        "text": "1.250",
        "spelled": "1.250 atau 1,25",
        "thousands": "1250",
        "decimal": "1,25",
    },
    "OutOfRangeError": {
        "name": "Target",
        "value": "-1",
        "allowed": "Isi bilangan di atas 0.",
        "place": "Baris 3.",
    },
    "MissingColumnError": {
        "column": "polaritas",
        "available": ["polarisasi", "target"],
        "place": "Lembar IKU.",
    },
    "EmptyDataError": {"name": "Survei", "need": "Isi jawaban sedikitnya satu responden."},
    "AnswerOutOfScaleError": {
        "value": 5,
        "element": "Biaya/tarif",
        "row": 17,
        "column": "U4",
        "file": "skm.csv",
    },
    "NoAnswersError": {"element": "Biaya/tarif", "column": "U4", "file": "skm.csv"},
    "WeightsError": {"total": "105", "expected": "100", "place": 'Lembar "IKU".'},
    "RuleFileError": {"reason": "isinya kosong", "file": "aturan.toml"},
    "CardFieldError": {"field": "Target 2026", "card": 'kartu "AKI"', "cause": NumberFormatError(text="dua")},
    "CardFileError": {"reason": "bukan TOML yang sah", "place": "Berkas iku.toml."},
    "FaultsError": {"faults": [NumberFormatError(text="a"), NumberFormatError(text="b")]},
    "UnknownNameError": {"kind": "Aturan", "name": "smk", "available": ["skm", "capaian"]},
}
CLASSES = sorted(
    (c for c in vars(errors).values() if isinstance(c, type) and issubclass(c, LabIkuError)),
    key=lambda c: c.__name__,
)


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_every_template_is_rendered_and_read(kind: type[LabIkuError]):
    """An error class without an example here fails: its three parts have not been read by anyone."""
    error = kind(**EXAMPLES[kind.__name__])
    what, _, fix = error.parts()
    assert what.strip() and fix.strip()
    text = str(error)
    assert not re.search(r"[{}]|\bNone\b|  ", text), text
    assert not re.search(r"\b(error|invalid|user|gagal|salah fatal|Traceback)\b", text, re.I), text


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_an_error_crosses_to_another_process_whole(kind: type[LabIkuError]):
    error = kind(**EXAMPLES[kind.__name__])
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is kind
    assert (str(copy), copy.parts(), set(copy.__dict__)) == (str(error), error.parts(), set(error.__dict__))


def test_the_docstring_draws_the_whole_tree():
    for kind in CLASSES:
        assert kind.__name__ in (errors.__doc__ or "")


def test_values_are_attributes():
    assert NumberFormatError(text="dua").text == "dua"


def test_no_fault_one_fault_many_faults():
    raise_faults([])
    one = NumberFormatError(text="a")
    with pytest.raises(NumberFormatError):
        raise_faults([one])
    with pytest.raises(FaultsError) as caught:
        raise_faults([one] * 10, noun="sel", total=23)
    assert (
        str(caught.value).splitlines()[0]
        == "23 sel perlu diperbaiki. Sepuluh yang pertama ditampilkan di bawah."
    )
    assert str(caught.value).count("bukan bilangan") == 10


def test_nearest_column_is_offered():
    error = errors.MissingColumnError(
        column="polaritas", available=["polarisasi", "target"], place="Lembar IKU."
    )
    assert str(error) == (
        'Kolom "polaritas" tidak ditemukan. Maksud Anda "polarisasi"? Lembar IKU. '
        "Kolom yang ada: polarisasi, target. Samakan namanya, atau sebutkan padanannya."
    )
