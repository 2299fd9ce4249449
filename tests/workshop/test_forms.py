"""From form fields to answers, and the question about a number with two readings."""

from __future__ import annotations

import pytest

from workshop.service import codes, forms

OPTIONS = [
    {"id": "maks", "label": "Maksimum"},
    {"id": "min", "label": "Minimum"},
    {"id": "stab", "label": "Stabil"},
]
NUMBER = {"kind": "number"}


@pytest.mark.parametrize(
    ("kind", "fields", "answer"),
    [
        ("number", {"jawaban": [" 86,4 % "]}, "86,4 %"),
        ("choice", {"jawaban": ["min"]}, "min"),
        ("choice", {"jawaban": ["<script>"]}, ""),
        ("choices", {"jawaban": ["stab", "maks", "lain"]}, ["maks", "stab"]),
        ("choices", {}, []),
        ("ordering", {"jawaban.maks": ["2"], "jawaban.min": ["1"], "jawaban.stab": [""]}, ["min", "maks"]),
        ("text", {"jawaban": ["a\0b"]}, "ab"),
    ],
)
def test_fields_become_the_answer_of_their_kind(kind: str, fields: dict, answer: object):
    assert forms.read({"kind": kind, "options": OPTIONS}, fields) == answer


def test_two_readings_are_asked_for_in_words():
    question = forms.ambiguous(NUMBER, "1.250")
    assert question.typed == "1.250"
    assert question.choices == (
        ("1250", "seribu dua ratus lima puluh (1.250)"),
        ("1,25", "satu koma dua lima (1,25)"),
    )


@pytest.mark.parametrize("typed", ["86,4 %", "1250", "1.234,5", "1.25", "12a", ""])
def test_one_reading_or_none_is_not_asked_about(typed: str):
    assert forms.ambiguous(NUMBER, typed) is None


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "nol"),
        (10, "sepuluh"),
        (11, "sebelas"),
        (19, "sembilan belas"),
        (21, "dua puluh satu"),
        (100, "seratus"),
        (115, "seratus lima belas"),
        (1000, "seribu"),
        (1250, "seribu dua ratus lima puluh"),
        (21300, "dua puluh satu ribu tiga ratus"),
        (999999, "sembilan ratus sembilan puluh sembilan ribu sembilan ratus sembilan puluh sembilan"),
    ],
)
def test_numbers_in_indonesian_words(value: int, words: str):
    assert forms.in_words(value) == words


def test_codes_are_read_however_they_are_typed():
    assert codes.normalise(" ktr-472 ") == "KTR472"
    assert codes.grouped("KTR472") == "KTR 472"


def test_a_desk_code_is_kept_as_a_hash_that_only_its_code_matches():
    code = codes.new_desk_code()
    kept = codes.hash_secret(code)
    assert code not in kept
    assert codes.matches(code, kept)
    assert not codes.matches(codes.new_desk_code(), kept)
