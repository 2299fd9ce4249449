"""From raw answers to verdicts: every kind, both tracks, partial credit, mistakes before "almost"."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grading.exercise.model import Check, Option, Part, Row
from grading.judging import functions, judge
from grading.judging.ordering import ordered_share
from grading.judging.question import KnownMistake, Question
from grading.results import Outcome

FOUR = tuple(Option(name, name.upper()) for name in "abcd")


def part(kind: str, points: float = 2, **more) -> Part:
    return Part(id="x", title="X", kind=kind, points=points, objective="T4.1", **more)


def number(key, mistakes=(), **more) -> Question:
    return Question(part("number", **more), key=key, mistakes=mistakes, hint="Baca lagi.")


UPWARD = KnownMistake("K401", "Rumus lain?", answer=80.0)


@pytest.mark.parametrize(
    "typed", ["86,4", "86,40", "86.4", "86,4 %", " 86,4 persen ", 86.4, Decimal("86.40"), 86.405, "86,409"]
)
def test_a_number_is_read_in_every_form_that_people_write(typed):
    verdict = judge(number(86.4, unit="%"), typed)
    assert (verdict.status, verdict.points, verdict.message) == ("correct", 2, "")


@pytest.mark.parametrize("typed", ["1250", "1.250,0", "1 250", "Rp1250", 1250])
def test_thousands_are_read(typed):
    assert judge(number(1250), typed).status == "correct"


def test_a_number_with_two_readings_is_asked_about_not_judged():
    verdict = judge(number(1250), "1.250")
    assert verdict.status == "invalid"
    assert verdict.message == (
        '"1.250" dapat dibaca dengan dua arti. Maksud Anda 1.250 (ribuan) atau 1,25 (pecahan)?'
        " Tulis 1250 atau 1,25 agar jelas."
    )


@pytest.mark.parametrize(
    "typed",
    ["dua belas", "1,2,3", "=1+1", True, [1], {"a": 1}, float("nan"), float("inf"), "9" * 500, 10**400],
)
def test_what_is_no_number_is_invalid_and_costs_no_error(typed):
    verdict = judge(number(5), typed)
    assert verdict.status == "invalid"
    assert "Tulis angka saja, misalnya 1.234,5 atau 86,4 %." in verdict.message
    assert len(verdict.message) < 200


@pytest.mark.parametrize("nothing", [None, "", "   "])
def test_nothing_is_an_invitation(nothing):
    verdict = judge(number(5), nothing)
    assert (verdict.status, verdict.points) == ("empty", 0)
    assert verdict.message == "Belum diisi. Tebakan pun berguna: nanti Anda dapat membandingkannya."


@pytest.mark.parametrize(
    ("key", "typed"),
    [(86.37, 86.4), (86.37, 86), (86.37, 86.3), (86.37, 86.45), (101.503, "101,55")],
)
def test_another_rounding_is_almost_and_earns_half(key, typed):
    verdict = judge(number(key), typed)
    assert (verdict.status, verdict.points) == ("close", 1)
    assert "pembulatan" in verdict.message


@pytest.mark.parametrize(("key", "typed"), [(3.2, 3), (0.38, 0), (86.37, 88), (86.37, 85.9)])
def test_far_off_is_not_almost(key, typed):
    assert judge(number(key), typed).status == "wrong"


def test_a_known_mistake_wins_over_almost():
    near = KnownMistake("K004", "Pembulatan terlalu awal.", answer=86.45)
    verdict = judge(number(86.40, mistakes=(near,)), "86,45")
    assert (verdict.status, verdict.mistake_id, verdict.message) == (
        "wrong",
        "K004",
        "Pembulatan terlalu awal.",
    )


def test_a_wrong_number_without_known_mistake_gets_the_hint():
    verdict = judge(number(120, mistakes=(UPWARD,)), "33")
    assert (verdict.status, verdict.mistake_id, verdict.message) == ("wrong", None, "Baca lagi.")


def test_a_share_where_percent_is_asked_is_named():
    assert judge(number(86.4, unit="%"), "0,864").mistake_id == "K002"
    assert judge(number(86.4, unit="hari"), "0,864").mistake_id is None


def test_a_dot_taken_for_a_comma_is_named():
    assert judge(number(1250), "1,25").mistake_id == "K001"


def test_tolerance_in_percent_follows_the_key():
    wide = number(1000, tolerance_percent=1)
    assert judge(wide, "1009").status == "correct"
    assert judge(wide, "1060").status == "close"
    assert judge(wide, "1200").status == "wrong"


@given(st.decimals(-(10**6), 10**6, places=2), st.integers(0, 3))
def test_the_key_is_right_in_every_spelling(key, places):
    question = number(key)
    spelled = f"{key:.{places + 2}f}".replace(".", ",")
    for raw in (key, float(key), spelled, str(key) + " %"):
        verdict = judge(question, raw)
        if "dua arti" not in verdict.message:
            assert verdict.points == 2, (raw, verdict)


# --- options


def choices(key, mistakes=()) -> Question:
    return Question(part("choices", points=3, options=FOUR), key=key, mistakes=mistakes, hint="Baca lagi.")


@pytest.mark.parametrize(
    ("ticked", "points", "status"),
    [
        (["a", "b", "c"], 3, "correct"),
        (["c", "b", "a"], 3, "correct"),
        (["a", "b"], 2, "partial"),
        (["a", "b", "d"], 1, "partial"),
        (["a", "b", "c", "d"], 2, "partial"),
        (["a", "d"], 0, "wrong"),
        (["d"], 0, "wrong"),
        ([], 0, "empty"),
    ],
)
def test_ticks_earn_right_minus_wrong(ticked, points, status):
    verdict = judge(choices(["a", "b", "c"]), ticked)
    assert (verdict.points, verdict.status) == (points, status)


@given(st.sets(st.sampled_from("abcd"), min_size=1), st.lists(st.sampled_from("abcd")))
def test_points_lie_between_none_and_all_and_order_is_irrelevant(key, ticked):
    question = choices(sorted(key))
    verdict = judge(question, ticked)
    assert 0 <= verdict.points <= 3
    assert judge(question, list(reversed(ticked))).points == verdict.points
    assert (verdict.points == 3) == (set(ticked) == key)


@pytest.mark.parametrize("raw", ["zzz", 3, ["a"], {"a": 1}, True])
def test_an_option_that_does_not_exist_is_invalid(raw):
    verdict = judge(Question(part("choice", options=FOUR), key="a"), raw)
    assert verdict.status == "invalid"
    assert "tidak ada pada soal ini" in verdict.message


def test_a_wrong_option_gets_its_own_message():
    mistake = KnownMistake("K202", "Apakah warga senang?", answer="b")
    question = Question(part("choice", options=FOUR), key="a", mistakes=(mistake,), hint="Baca.")
    assert judge(question, "b").message == "Apakah warga senang?"
    assert judge(question, "c").message == "Baca."
    assert judge(question, "a").points == 2


def test_an_order_earns_the_share_of_pairs_in_order_but_chance_earns_nothing():
    question = Question(part("ordering", points=6, options=FOUR), key=list("abcd"), hint="Baca.")
    assert judge(question, list("abcd")).points == 6
    assert judge(question, list("abdc")).points == pytest.approx(5)  # one of six pairs exchanged
    assert judge(question, list("dcba")).points == 0
    assert judge(question, list("dbca")).points == 0  # two of six in order
    assert judge(question, list("ab")).message == (
        "Belum semua mendapat urutan: 2 dari 4. Beri tiap baris nomor yang berbeda."
    )


@given(st.permutations(list("abcdef")))
def test_an_order_and_its_reverse_share_all_pairs(order):
    key = list("abcdef")
    assert ordered_share(order, key) + ordered_share(order[::-1], key) == pytest.approx(1)


# --- tables


def table(**more) -> Question:
    rows = (Row("satu", "APK"), Row("dua", "APM"), Row("arah", "Arah", options=FOUR))
    mistake = KnownMistake("K203", "Dari berapa?", answer=25, row="satu")
    return Question(
        part("table", points=3, rows=rows),
        key={"satu": 12.5, "dua": Decimal("1250"), "arah": "a"},
        mistakes=(mistake,),
        hint="Baca.",
        **more,
    )


def test_a_table_earns_by_row_and_says_which_to_look_at():
    assert judge(table(), {"dua": "1250", "arah": "a", "satu": "12,5"}).points == 3
    verdict = judge(table(), {"satu": "12,5", "dua": "7", "arah": "b"})
    assert (verdict.points, verdict.status) == (1, "partial")
    assert verdict.message == "1 dari 3 baris sudah tepat. Periksa lagi: APM, Arah. Baca."


def test_a_known_mistake_in_a_row_is_told_with_the_name_of_the_row():
    verdict = judge(table(), {"satu": 25, "dua": 1250, "arah": "a"})
    assert (verdict.points, verdict.mistake_id) == (2, "K203")
    assert verdict.message == "2 dari 3 baris sudah tepat. Periksa lagi: APK. APK: Dari berapa?"


def test_empty_and_unreadable_rows_are_told_apart():
    assert judge(table(), {"satu": "", "dua": None}).status == "empty"
    assert "Belum diisi: APM." in judge(table(), {"satu": "12,5", "arah": "a"}).message
    assert judge(table(), {"satu": "x", "dua": "", "arah": ""}).status == "invalid"
    assert judge(table(), [1, 2]).status == "invalid"


def test_an_authors_own_judge_replaces_the_key():
    question = table(judge=lambda answer: (0.5, "Setengah.") if answer["satu"] == 1.0 else (1.0, ""))
    verdict = judge(question, {"satu": "1", "dua": "2", "arah": "b"})
    assert (verdict.points, verdict.status, verdict.message) == (1.5, "partial", "Setengah.")
    assert judge(question, {"satu": "2", "dua": "2", "arah": "b"}).points == 3
    assert judge(question, {"satu": "1"}).message == "Belum diisi: APM, Arah."


def test_free_text_waits_for_a_person_and_is_only_counted():
    question = Question(part("text", max_words=3))
    assert judge(question, "satu dua tiga").status == "manual"
    assert judge(question, "satu dua tiga empat").message == (
        "Jawaban Anda 4 kata, batasnya 3 kata. Ringkaslah: sisakan yang paling penting."
    )
    assert judge(question, "  ").status == "empty"
    assert judge(question, 3).status == "invalid"


# --- cards

GIVEN = {
    "name": "Persentase akta kelahiran selesai tepat waktu 90 %",
    "definition": "Akta kelahiran yang selesai paling lama 2 hari kerja sejak berkas lengkap, seluruh kecamatan",
    "formula": "akta selesai dalam standar ÷ akta dimohon × 100",
    "unit": "persen",
    "polarity": "semakin tinggi semakin baik",
    "level": "outcome",
    "baseline": "80",
    "baseline_year": "2025",
    "targets": {"2026": "90"},
    "data_source": "register akta",
    "frequency": "monthly",
    "owner": "Kepala Bidang",
}


def card(**more) -> Question:
    indicator = part(
        "indicator",
        points=4,
        fields=("name", "polarity", "targets"),
        given=GIVEN,
        must_not=("target-in-name",),
        max_warnings=20,
        **more,
    )
    return Question(indicator, given=GIVEN)


def test_a_card_as_it_was_given_is_no_answer():
    same = {"name": f"  {GIVEN['name']} ", "polarity": "maximize", "targets": "2026: 90"}
    assert judge(card(), same).status == "empty"


def test_a_mended_card_earns_all():
    assert judge(card(), {"name": "Persentase akta kelahiran selesai tepat waktu"}).points == 4


def test_a_finding_that_stays_costs_its_share_and_is_told_with_its_advice():
    verdict = judge(card(), {"name": "Persentase akta kelahiran tepat waktu 95 %"})
    assert verdict.points < 4
    assert 'Nama memuat target ("95 %").' in verdict.message


def test_a_field_that_cannot_be_read_is_told():
    verdict = judge(card(), {"name": "Persentase akta", "polarity": "ke samping"})
    assert verdict.status == "invalid"
    assert "ke samping" in verdict.message


def test_targets_are_typed_as_year_and_value():
    verdict = judge(
        card(), {"name": "Persentase akta kelahiran selesai tepat waktu", "targets": "2026: 70; 2027: 75"}
    )
    assert "Target 2026 (70) tidak lebih baik daripada baseline (80)" in verdict.message


# --- functions

CALLS = (
    functions.Expectation(
        Check("biasa", points=1), 50.0, ([1, 2],), (("K303", "Batas?", 25.0),), "Coba tangan."
    ),
    functions.Expectation(Check("kosong", points=3, hidden=True), None, ([],), (), "Bila kosong?"),
)


def outcome(value, *arguments) -> Outcome:
    return Outcome(value=value, arguments=arguments)


def test_checks_of_a_function_earn_their_weight():
    question = Question(part("function", points=4, function="f", unchanged=True))
    full = {"biasa": outcome(50.0, [1, 2]), "kosong": outcome(None, [])}
    assert functions.judge(question, CALLS, full).points == 4
    verdict = functions.judge(question, CALLS, full | {"biasa": outcome(25.0, [1, 2])})
    assert (verdict.points, verdict.mistake_id) == (3, "K303")
    assert verdict.message == "1 dari 2 pemeriksaan lulus. Batas?"


def test_a_function_that_changes_its_input_does_not_pass():
    question = Question(part("function", points=4, function="f", unchanged=True))
    verdict = functions.judge(question, CALLS, {"biasa": outcome(50.0, [1]), "kosong": outcome(None, [])})
    assert verdict.points == 3
    assert "mengubah data masukannya" in verdict.message


def test_a_function_as_handed_out_earns_nothing_though_one_check_expects_nothing():
    question = Question(part("function", points=4, function="f"))
    nothing = {"biasa": outcome(None, [1, 2]), "kosong": outcome(None, [])}
    verdict = functions.judge(question, CALLS, nothing)
    assert (verdict.status, verdict.points) == ("empty", 0)


@pytest.mark.parametrize("fault", list(functions.FAULTS))
def test_every_fault_of_a_call_has_its_sentence_and_costs_its_check_only(fault):
    question = Question(part("function", points=4, function="f"))
    outcomes = {"biasa": Outcome(fault=fault), "kosong": outcome(None, [])}
    if fault == "tiada":
        outcomes["kosong"] = Outcome(fault=fault)
    verdict = functions.judge(question, CALLS, outcomes)
    assert verdict.points == (0 if fault == "tiada" else 3) or verdict.status == "empty"
    missing = functions.judge(question, CALLS, {"kosong": outcome(1, [])})
    assert (missing.points, missing.status) == (0, "wrong")


def test_values_are_compared_by_what_they_say():
    import numpy as np
    import pandas as pd

    frame = pd.DataFrame({"a": [1.0, None]})
    assert functions.same(frame, frame.copy(), 0)
    assert functions.same(frame, pd.DataFrame({"a": [1.005, np.nan]}), 0.01)
    assert not functions.same(frame, pd.DataFrame({"b": [1.0, None]}), 0.01)
    assert not functions.same(frame, [[1.0], [None]], 0.01)
    assert functions.same(np.array([1, 2]), [1, 2], 0)
    assert functions.same((1, {"a": 2.0}), [1, {"a": 2.004}], 0.005)
    assert not functions.same(True, 1, 0)
    assert not functions.same("1", 1, 0)
    assert not functions.same([1], [1, 2], 0)
    assert functions.same(float("nan"), float("nan"), 0)
    assert not functions.same(10**400, 1.0, 0)
    gaps = pd.DataFrame({"a": [pd.NA, pd.NaT, None]}, dtype=object)
    assert functions.same(gaps, gaps.copy(), 0)
    assert not functions.same(gaps, pd.DataFrame({"a": [1, 2, 3]}), 0)


# --- whatever comes

PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(
        ["a", "b", "86,4", "1.250", 10**4000, float("nan"), {"satu": 10**4000}, {1: 2}, {"name": [1]}]
    ),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["satu", "dua", "arah", "name", "polarity", "targets"]), inner, max_size=4
        )
    ),
    max_leaves=8,
)
EVERY_KIND = [
    number(86.4, mistakes=(UPWARD,)),
    choices(["a", "b"]),
    Question(part("choice", options=FOUR), key="a"),
    Question(part("ordering", options=FOUR), key=list("abcd")),
    table(),
    table(judge=lambda answer: (sum(isinstance(value, float) for value in answer.values()) / 3, "")),
    Question(part("text", max_words=3)),
    card(),
]


@pytest.mark.parametrize("question", EVERY_KIND, ids=lambda question: question.part.kind)
@given(raw=PLAIN)
def test_any_value_at_all_gets_a_verdict(question, raw):
    verdict = judge(question, raw)
    assert 0 <= verdict.points <= verdict.max
    assert verdict.status in ("correct", "close", "partial", "wrong", "invalid", "empty", "manual")
    assert verdict.status == "correct" or verdict.message
    assert len(verdict.message) < 1500


@given(value=PLAIN, argument=PLAIN)
def test_whatever_a_function_gives_is_judged(value, argument):
    question = Question(part("function", points=4, function="f", unchanged=True))
    outcomes = {"biasa": outcome(value, argument), "kosong": outcome(value, argument)}
    verdict = functions.judge(question, CALLS, outcomes)
    assert 0 <= verdict.points <= 4 and verdict.message


def test_frames_arrays_and_dates_get_a_verdict_too():
    import datetime

    import numpy as np
    import pandas as pd

    for question in EVERY_KIND:
        for raw in (
            pd.DataFrame({"a": [1]}),
            pd.Series([1, 2]),
            np.array([[1.0]]),
            datetime.date(2026, 1, 1),
            object(),
            10**5000,
            {"satu": 10**5000},
        ):
            verdict = judge(question, raw)
            assert verdict.points == 0 and verdict.message
    assert judge(choices(["a", "b"]), np.array(["a", "b"])).points == 3
    assert judge(number(5), np.float64(5)).points == 2


def test_a_card_without_a_name_is_told_not_raised():
    start = {"name": "Angka putus sekolah", "unit": "persen"}
    question = Question(part("indicator", fields=("name", "unit"), given=start), given=start)
    verdict = judge(question, {"name": None, "unit": "kali"})
    assert verdict.status == "invalid"
    assert "nama" in verdict.message.lower()
