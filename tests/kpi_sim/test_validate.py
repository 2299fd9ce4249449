"""``iku validate``: every published case holds, and a file of cases that is wrong is told so."""

from __future__ import annotations

import csv
import io
import json
import math
from importlib import resources
from pathlib import Path

import pytest
from click.testing import CliRunner

from kpi_sim.errors import EmptyDataError, FaultsError
from kpi_sim.validate import FUNCTIONS, Case, CaseFieldError, CaseFileError, read_cases, run_case, validate
from workshop.commands.validate import command

HEADER = "case,parameters,expected,tolerance,source\n"


def _write(folder: Path, *rows: tuple[object, ...], header: str = HEADER) -> Path:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    file = folder / "kasus.csv"
    file.write_text(header + text.getvalue(), encoding="utf-8")
    return file


@pytest.mark.parametrize("case", read_cases(), ids=lambda case: case.name)
def test_published_case(case: Case):
    result = run_case(case)
    assert result.passed, result.reason


def test_registry_is_exactly_what_the_cases_name():
    assert {case.function for case in read_cases()} == set(FUNCTIONS)


def test_every_shipped_case_names_its_source():
    assert all(case.source for case in read_cases())


def test_shipped_cases_are_package_data():
    assert resources.files("kpi_sim.validate").joinpath("validation_cases.csv").is_file()


def test_a_wrong_expectation_fails_and_shows_both_numbers(tmp_path: Path):
    outcome = validate(_write(tmp_path, ("erlang_b/salah", '{"c": 1, "a": 1}', "0.4", "0.01", "buku")))
    assert outcome.passed == 0
    assert outcome.to_dict()["failed"][0]["got"] == pytest.approx(0.5)
    assert next(outcome.lines()).startswith("◆ erlang_b/salah: didapat 0,5, acuan 0,4.")


def test_tolerance_is_a_limit_that_counts_as_within(tmp_path: Path):
    file = _write(tmp_path, ("erlang_b/tepi", '{"c": 1, "a": 1}', "0.25", "0.25", ""))
    assert validate(file).good


def test_unknown_function_is_missing_and_not_good(tmp_path: Path):
    outcome = validate(_write(tmp_path, ("sihir/satu", "{}", "1", "0", "")))
    assert outcome.to_dict() == {"passed": 0, "failed": [], "missing": ["sihir/satu"]}
    assert not outcome.good


@pytest.mark.parametrize("tolerance", [1.0, 1e300])
def test_no_number_never_passes(tolerance: float):
    """A CUSUM that never signals has no first signal."""
    quiet = {"x": [0, 0, 0], "target": 0, "k": 0.5, "h": 4}
    result = run_case(Case("cusum_first_signal/diam", "cusum_first_signal", quiet, 1.0, tolerance, ""))
    assert not result.passed
    assert result.got is None


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ('{"c": 3}', "Nama parameter tidak cocok; yang dikenal: c, a."),
        ('{"c": 0, "a": 1}', "Jumlah petugas bernilai 0"),
        ('{"c": 2, "a": "banyak"}', "Tidak dapat dihitung"),
    ],
)
def test_parameters_that_do_not_fit_are_a_failure_with_a_reason(tmp_path: Path, parameters: str, said: str):
    outcome = validate(_write(tmp_path, ("erlang_b/x", parameters, "1", "0", "")))
    assert said in outcome.failed[0].reason


def test_all_faults_of_a_file_are_told_at_once(tmp_path: Path):
    file = _write(
        tmp_path,
        ("tanpa-garis-miring", "{}", "1", "0", ""),
        ("erlang_b/a", "bukan json", "1", "0", ""),
        ("erlang_b/b", '{"c": 1, "a": NaN}', "1", "0", ""),
        ("erlang_b/c", "[1]", "nan", "-1", ""),
    )
    with pytest.raises(FaultsError) as caught:
        validate(file)
    assert caught.value.total == 6
    assert "Baris 2, kolom case di kasus.csv." in str(caught.value)
    assert "Baris 5, kolom tolerance di kasus.csv." in str(caught.value)


def test_one_wrong_cell_is_told_in_three_parts(tmp_path: Path):
    with pytest.raises(CaseFieldError) as caught:
        validate(_write(tmp_path, ("erlang_b/a", '{"c": 1, "a": 1}', "setengah", "0", "")))
    assert caught.value.parts() == (
        'Nilai acuan "setengah" bukan bilangan.',
        "Baris 2, kolom expected di kasus.csv.",
        "Tulis misalnya 0.1481.",
    )


def test_semicolons_and_byte_order_mark_are_read(tmp_path: Path):
    file = tmp_path / "excel.csv"
    text = HEADER.replace(",", ";") + 'erlang_b/a;"{""c"": 1, ""a"": 1}";0.5;0;\n'
    file.write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert validate(file).good


@pytest.mark.parametrize(
    ("content", "error", "said"),
    [
        (b"", EmptyDataError, "Berkas x.csv belum berisi data."),
        (HEADER.encode(), EmptyDataError, "sedikitnya satu kasus"),
        (b"nama,nilai\na,1\n", CaseFileError, "kolom case, parameters, expected, tolerance tidak ada"),
        (b"\xff\xfe\x00", CaseFileError, "bukan teks UTF-8"),
        (HEADER.encode() + b'"erlang_b/a,{},1,0,\n', CaseFileError, "susunan CSV rusak"),
    ],
)
def test_a_file_that_is_no_file_of_cases(tmp_path: Path, content: bytes, error: type, said: str):
    file = tmp_path / "x.csv"
    file.write_bytes(content)
    with pytest.raises(error, match=said):
        validate(file)


def test_a_file_that_is_not_there(tmp_path: Path):
    with pytest.raises(CaseFileError, match="berkas tidak ada"):
        validate(tmp_path / "tidak-ada.csv")


def test_command_prints_the_count_and_exits_zero():
    result = CliRunner().invoke(command, [])
    assert (result.exit_code, result.output.strip()) == (0, "85 dari 85 kasus sesuai acuan.")


def test_command_gives_json_and_exits_one_where_a_case_fails(tmp_path: Path):
    file = _write(
        tmp_path, ("erlang_b/salah", '{"c": 1, "a": 1}', "9", "0", "x"), ("sihir/a", "{}", "1", "0", "")
    )
    result = CliRunner().invoke(command, ["--cases", str(file), "--json"])
    told = json.loads(result.output)
    assert result.exit_code == 1
    assert (told["passed"], told["missing"]) == (0, ["sihir/a"])
    assert math.isclose(told["failed"][0]["got"], 0.5)
