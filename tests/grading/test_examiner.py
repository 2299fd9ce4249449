"""The trusted process: what it shows, what it keeps, and what happens when it dies."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sample_exercises import MISTAKES, SOLUTION, TOML, write_exercise

import grading
from grading import Examiner
from grading.errors import ExaminerStoppedError, ExerciseCodeError, ExerciseFault, VariantError
from grading.examiner.copies import copier
from grading.exercise.variants import judged_seed, variant_seed, variant_tag
from grading.results import Outcome
from workshop.paths import EXERCISES

SEEDS = [0, 1, 2**62 + 7]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("latihan")
    write_exercise(folder)
    return folder


@pytest.fixture(scope="module")
def examiner(folder):
    with Examiner(folder) as examiner:
        yield examiner


def capaian(form: dict) -> float:
    """The key of part "angka", from what the trainee reads alone."""
    target, realisasi = (
        int(word)
        for word in form["parts"][0]["prompt"].replace("%", "").replace(",", "").split()
        if word.isdigit()
    )
    return round(100 * realisasi / target, 2)


def test_pandas_is_there_before_the_first_question_when_nobody_asks(folder):
    """The first trainee whose answer is a table does not wait for it."""
    with Examiner(folder) as own:
        maps = Path(f"/proc/{own.pid}/maps")
        for _ in range(600):
            if "/pandas/" in maps.read_text():
                break
            time.sleep(0.05)
        assert "/pandas/" in maps.read_text()
        assert own.public("contoh", 0)["parts"]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_form_is_plain_json_with_the_facts_of_the_variant(examiner, seed):
    form = examiner.public("contoh", seed)
    assert json.loads(json.dumps(form)) == form
    assert [part["kind"] for part in form["parts"]][:2] == ["number", "choice"]
    assert form["intro"].startswith("Target **")
    assert "{" not in json.dumps(form["parts"][0]).replace('{"', "")
    assert examiner.check("contoh", seed, "angka", capaian(form)).status == "correct"


@pytest.mark.parametrize("seed", SEEDS)
def test_no_key_and_no_hint_leaves_with_the_form(examiner, seed):
    form = examiner.public("contoh", seed)
    text = json.dumps(form, ensure_ascii=False)
    assert str(capaian(form)).replace(".", ",") not in text and str(capaian(form)) not in text
    for secret in (
        "12.5",
        "12,5",
        "1250",
        "1.250",
        'rpjmd", "renstra',
        "Terbalik",
        "sekali lagi",
        "K401",
        "Hitung dengan",
    ):
        assert secret not in text
    for part in form["parts"]:
        assert {"key", "hint", "mistakes", "checks", "tolerance", "must_not"}.isdisjoint(part)


def test_nothing_of_the_key_is_in_the_memory_of_who_asks(folder):
    """A class service that has asked for everything it shows still holds no solution."""
    code = (
        "import sys, re; from pathlib import Path; import grading\n"
        "with grading.Examiner(Path(sys.argv[1])) as ex:\n"
        "    ex.public('contoh', 1); ex.check('contoh', 1, 'pilih', 'naik'); ex.notebook('contoh', 1)\n"
        "    ranges = [l.split()[0].split('-') for l in open('/proc/self/maps') if 'rw-p' in l]\n"
        "    memory, found = open('/proc/self/mem', 'rb', 0), 0\n"
        "    for low, high in ranges:\n"
        "        try:\n"
        "            memory.seek(int(low, 16)); block = memory.read(int(high, 16) - int(low, 16))\n"
        "        except (OSError, ValueError, OverflowError):\n"
        "            continue\n"
        "        found += len(re.findall(b'Jumlahnya[ ]belum[ ]sepuluh', block))\n"
        "    print(found)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "0"


def test_neighbours_have_other_numbers_and_each_keeps_its_own(examiner):
    prompts = [examiner.public("contoh", seed)["parts"][0]["prompt"] for seed in range(20)]
    assert len(set(prompts)) > 5
    with Examiner(examiner.folder) as again:
        assert [again.public("contoh", seed)["parts"][0]["prompt"] for seed in range(20)] == prompts


def test_seeds_come_from_secret_participant_and_exercise():
    seed = variant_seed(b"rahasia", "p-1", "contoh")
    # printf 'p-1\0contoh' | openssl dgst -sha256 -hmac rahasia: first eight bytes, halved
    assert seed == 6638427076810860966
    assert 0 < seed < 2**63
    assert len({variant_seed(b"rahasia", p, e) for p in ("p-1", "p-2") for e in ("a", "b")}) == 4
    assert variant_seed(b"lain", "p-1", "contoh") != seed
    assert variant_tag(0) == "dasar"
    assert str(seed) not in variant_tag(seed)


def test_a_whole_submission_is_judged_at_once_and_missing_parts_are_empty(examiner):
    form = examiner.public("contoh", 3)
    verdicts = examiner.judge("contoh", 3, {"angka": capaian(form), "pilih": "naik", "tandai": ["a", "b"]})
    assert {name: verdict.status for name, verdict in verdicts.items()} == {
        "angka": "correct",
        "pilih": "wrong",
        "tandai": "partial",
        "urut": "empty",
        "tabel": "empty",
        "uraian": "empty",
        "kartu": "empty",
        "bebas": "empty",
    }
    assert verdicts["pilih"].mistake_id == "K202"


def test_calls_carry_frames_and_are_judged_by_outcome(examiner):
    calls = examiner.calls("contoh", 3, "fungsi")
    assert [(call.check, call.function, call.unchanged) for call in calls] == [
        ("biasa", "bagian", True),
        ("kosong", "bagian", True),
    ]
    assert calls[0].arguments[0]["hari"].tolist() == [1, 3, 5, 9] and calls[0].arguments[1] == 3
    outcomes = {
        call.check: Outcome(value=value, arguments=call.arguments)
        for call, value in zip(calls, (50.0, None), strict=True)
    }
    assert examiner.judge_calls("contoh", 3, "fungsi", outcomes).points == 4
    wrong = outcomes | {"biasa": Outcome(value=25.0, arguments=calls[0].arguments)}
    verdict = examiner.judge_calls("contoh", 3, "fungsi", wrong)
    assert (verdict.points, verdict.mistake_id) == (3, "K303")


def test_many_threads_ask_one_examiner(examiner):
    with ThreadPoolExecutor(8) as pool:
        forms = list(pool.map(lambda seed: examiner.public("contoh", seed % 10), range(200)))
    assert all(form == forms[seed % 10] for seed, form in enumerate(forms))


def test_a_dead_examiner_is_told_and_another_gives_the_same(folder):
    with Examiner(folder) as examiner:
        before = examiner.public("contoh", 5)
        os.kill(examiner.pid, signal.SIGKILL)
        with pytest.raises(EOFError) as told:
            examiner.public("contoh", 5)
        assert isinstance(told.value, ExaminerStoppedError)
        assert told.value.sentence().startswith("Pemeriksa jawaban berhenti. Latihan contoh.")
    with Examiner(folder) as again:
        assert again.public("contoh", 5) == before
    with pytest.raises(EOFError):
        again.public("contoh", 5)


def test_the_process_ends_with_whoever_started_it(folder):
    with Examiner(folder) as examiner:
        number = examiner.pid
        examiner.public("contoh", 1)
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)


def test_an_error_of_the_authors_code_is_one_sentence_with_its_line(tmp_path):
    write_exercise(tmp_path, solution=SOLUTION.replace('"hampa": [],', '"hampa": 1 / 0,'))
    with Examiner(tmp_path) as examiner, pytest.raises(ExerciseCodeError) as told:
        examiner.public("contoh", 1)
    assert told.value.sentence() == (
        'Kode latihan "contoh" berhenti: ZeroDivisionError: division by zero. solution.py, bagian variant, baris 11.'
        " Perbaiki kode itu, lalu jalankan iku exercise check contoh."
    )


@pytest.mark.parametrize(
    ("change", "kind", "sentence"),
    [
        (
            {"solution": SOLUTION.replace('"pilih": "turun",', '"pilih": "bawah",')},
            ExerciseFault,
            'Kunci bagian ini berisi "bawah", tidak sesuai jenis choice. Bagian "pilih" di folder contoh.',
        ),
        (
            {"solution": SOLUTION.replace("def key", "def kunci")},
            ExerciseFault,
            "solution.py belum berisi fungsi key.",
        ),
        (
            {"mistakes": "MISTAKES = [{'id': 'K1', 'part': 'anga', 'answer': 1, 'message': 'x'}]"},
            ExerciseFault,
            'Kekeliruan K1 menyebut bagian "anga", yang tidak ada.',
        ),
        (
            {"mistakes": MISTAKES.replace('"answer": "naik"', '"answer": "turun"')},
            VariantError,
            'Tidak ada varian latihan "contoh" yang memisahkan kunci dari jawaban keliru: bagian "pilih", K202 sama dengan kunci.',
        ),
        (
            {"toml": TOML.replace("Target {target} %, realisasi", "Target {taget} %, realisasi")},
            ExerciseFault,
            'Teks menyebut "{taget}", yang tidak ada pada varian. Maksud Anda "target"?',
        ),
        (
            {"prompt": "Kurung {target"},
            ExerciseFault,
            'Kurung kurawal pada teks "Kurung {target" tidak berpasangan.',
        ),
    ],
)
def test_what_an_exercise_lacks_is_told(tmp_path, change, kind, sentence):
    write_exercise(tmp_path, **change)
    with Examiner(tmp_path) as examiner, pytest.raises(kind) as told:
        examiner.public("contoh", 1)
    assert sentence in told.value.sentence()


def test_a_variant_in_which_a_mistake_meets_the_key_is_drawn_again(tmp_path):
    """Target and realisation equal in half of the draws: then "terbalik" and the key are both 100."""
    same = SOLUTION.replace('"realisasi": int(rng.integers(41, 69))', '"realisasi": 80')
    write_exercise(tmp_path, solution=same.replace("int(rng.integers(70, 90))", "int(rng.choice([80, 90]))"))
    with Examiner(tmp_path) as examiner:
        assert {examiner.public("contoh", seed)["parts"][0]["facts"][0]["value"] for seed in range(12)} == {
            "90 %"
        }


def test_numbers_are_shown_as_indonesia_writes_them(tmp_path):
    solution = SOLUTION.replace(
        '"batas": 3,', '"batas": 3, "besar": 1250, "pecah": 86.4, "tahun": 2026, "daftar": [1.5, 2],'
    )
    write_exercise(
        tmp_path, solution=solution, prompt="{besar} {pecah} {tahun:d} {pecah:.2f} {daftar[0]} {daftar} {{x}}"
    )
    with Examiner(tmp_path) as examiner:
        assert examiner.public("contoh", 1)["intro"] == "1.250 86,4 2026 86,40 1,5 1,5; 2 {x}"


def test_a_message_names_a_row_as_the_trainee_reads_it():
    """Rows of a table may carry the variant's numbers; a message once said "Nilai {ujung}"."""
    with Examiner(EXERCISES) as own:
        rows = own.public("nilai-akip", 3)["parts"][3]["rows"]
        given = {rows[0]["id"]: "d", rows[1]["id"]: ""}
        told = own.judge("nilai-akip", 3, {"batas": given})["batas"].message
    assert rows[0]["label"] == "Nilai 90,00" and f"Belum diisi: {rows[1]['label']}." in told
    assert "{" not in told


def test_importing_grading_stays_light():
    heavy = {"pandas", "nbformat", "nbgrader", "sqlalchemy", "numpy", "jsonschema"}
    code = f"import sys, grading\nprint(sorted({heavy!r} & {{name.split('.')[0] for name in sys.modules}}))"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip() == "[]"
    assert list(grading.__all__) == sorted(grading.__all__)
    assert all((getattr(grading, name).__doc__ or "").strip() for name in grading.__all__)


@pytest.mark.parametrize(
    ("tag", "judged"),
    [("dasar", 0), (variant_tag(77), 77), (variant_tag(5), 77), (None, 77), (["dasar"], 77)],
)
def test_only_the_notebook_built_for_everybody_is_judged_by_other_numbers(tag, judged):
    assert judged_seed(tag, 77) == judged


def test_copies_share_nothing_with_each_other_or_with_what_they_were_made_of():
    facts = {"baris": [{"u1": 3, "nilai": Decimal("80.00")}], "tanggal": date(2026, 1, 31), "unsur": ("u1",)}
    told = repr(facts)
    fresh = copier(facts)
    facts["baris"][0]["u1"] = 1
    first = fresh()
    first["baris"].append("diubah")
    first["baris"][0]["nilai"] = None
    assert repr(fresh()) == told


def test_facts_that_hold_a_function_are_copied_all_the_same():
    facts = {"rumus": lambda x: 2 * x, "baris": [1, 2]}
    fresh = copier(facts)
    fresh()["baris"].clear()
    assert fresh()["baris"] == [1, 2]
    assert fresh()["rumus"](4) == 8
