"""``iku simulate``: a scenario from the shell, for people and for programs."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pandas as pd
import pytest

from kpi_sim import compare, load_scenario, replicate
from workshop import cli
from workshop.simulation import read_changes

FEW = ["--replications", "6", "--seed", "5"]


@pytest.fixture
def iku(capsys):
    """Runs ``iku`` with these arguments: exit code, what people read, what is told beside it."""

    def run(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            cli.main(["simulate", *arguments])
        told = capsys.readouterr()
        return int(ended.value.code or 0), told.out, told.err

    return run


def test_without_a_name_the_scenarios_are_listed(iku):
    code, told, _ = iku()
    assert code == 0
    assert "services     Loket Dukcapil: Satu kantor layanan kependudukan" in told


def test_a_scenario_is_run_and_told_with_its_intervals(iku):
    code, told, _ = iku("services", *FEW)
    lines = told.splitlines()
    assert code == 0 and lines[0] == "Loket Dukcapil, 1 tahun; 6 ulangan, benih 5"
    values = replicate("services", replications=6, seed=5).metric("completion_time_p90")[0]
    (row,) = [line for line in lines if line.startswith("Waktu penyelesaian persentil ke-90 (menit)")]
    assert f"{values.mean():.1f}".replace(".", ",") in row


def test_json_is_the_summary_with_its_origin(iku):
    code, told, _ = iku("services", *FEW, "--json")
    found, results = json.loads(told), replicate("services", replications=6, seed=5)
    assert code == 0 and found["provenance"] == results.provenance
    summary = results.summary().set_index("indicator")
    for row in found["indicators"]:
        expected = summary.loc[row["indicator"]]
        assert (row["mean"], row["low"], row["high"]) == pytest.approx(
            tuple(expected[["mean", "low", "high"]])
        )
    assert found["differences"] == []


def test_a_change_is_told_beside_the_unchanged_with_paired_differences(iku):
    change = ["--set", "stage.counter.servers=3", "--set", "online_share=0,5"]
    base = load_scenario("services")
    other = base.replace({"stage.counter.servers": 3, "online_share": 0.5})
    (expected,) = compare(replicate([base, other], replications=6, seed=5), "waiting_counter")
    _, told, _ = iku("services", *FEW, *change, "--json")
    found = {row["indicator"]: row for row in json.loads(told)["differences"]}["waiting_counter"]
    assert (found["difference"], found["low"], found["high"]) == pytest.approx(
        (expected.difference, expected.low, expected.high)
    )
    _, told, _ = iku("services", *FEW, *change)
    (row,) = [line for line in told.splitlines() if line.startswith("Menunggu di loket")]
    assert " * " in row and "−" in row


def test_every_replication_goes_into_the_table(iku, tmp_path: Path):
    file = tmp_path / "hasil.csv"
    code, told, _ = iku("agency", *FEW, "--csv", str(file))
    assert code == 0 and told.splitlines()[-1] == f"Ditulis: {file}"
    frame, results = pd.read_csv(file), replicate("agency", replications=6, seed=5)
    assert len(frame) == results.true.size
    assert frame["true_value"].to_numpy() == pytest.approx(results.true.ravel())
    assert set(frame["scenario_hash"]) == {load_scenario("agency").hash} and set(frame["seed"]) == {5}


@pytest.mark.parametrize("name", ["services", "agency"])
def test_a_picture_is_written(iku, tmp_path: Path, name: str):
    from PIL import Image

    file = tmp_path / "hasil.png"
    code, _, beside = iku(name, *FEW, "--png", str(file))
    assert code == 0 and beside == ""
    with Image.open(file) as picture:
        assert picture.format == "PNG" and picture.width > 1500
        assert load_scenario(name).hash in picture.text["Description"]
        assert len(picture.convert("RGB").getcolors(1 << 24)) > 20  # something is drawn


def test_a_report_can_be_piped_into_a_file(iku, tmp_path: Path):
    csv = tmp_path / "hasil.csv"
    code, told, beside = iku("services", *FEW, "--set", "online_share=0.5", "--report", "--csv", str(csv))
    assert code == 0 and told.startswith("# Laporan simulasi: Loket Dukcapil\n")
    assert "iku simulate services --set 'online_share=0.5' --replications 6 --seed 5" in told
    assert beside == f"Ditulis: {csv}\n"


def test_changes_are_read_as_indonesia_and_as_programs_write_them():
    assert read_changes(["a=0,5", "b=0.5", "c=3", "d=10; 20;30", "e=[1, 2.5]", "f=-1"]) == {
        "a": 0.5,
        "b": 0.5,
        "c": 3,
        "d": (10, 20, 30),
        "e": (1, 2.5),
        "f": -1,
    }


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["servics"], 'Skenario "servics" tidak ada. Maksud Anda "services"?'),
        (["services", "--set", "x"], 'Perubahan "x" tidak terbaca. Pilihan --set. Tulis parameter=nilai,'),
        (["services", "--set", "x="], 'Perubahan "x=" tidak terbaca.'),
        (["services", "--set", "online_share=[1"], 'Perubahan "[1" tidak terbaca.'),
        (["services", "--set", "online_shar=1"], 'Parameter "online_shar" tidak ada. Maksud Anda "online_share"?'),
        (["services", "--set", "online_share=banyak"], '"banyak" bukan bilangan yang dapat dibaca.'),
        (["services", "--set", "arrival_level=1.250"], '"1.250" dapat dibaca dengan dua arti.'),
        (["services", "--set", "stage.counter.servers=99"], "Petugas loket bernilai 99 orang, di luar yang mungkin."),
        (["services", "--replications", "0"], "Jumlah ulangan bernilai 0, di luar yang mungkin."),
        (["services", "--seed", "-3"], "Benih acak (seed) bernilai -3, di luar yang mungkin."),
        (["services", "--png", "hasil.pdf"], 'Nama berkas grafik "hasil.pdf" tidak berakhiran .png.'),
        (["tiada.toml"], "Berkas skenario tidak dapat dibaca: berkas tidak ada."),
    ],
)  # fmt: skip
def test_wrong_use_is_told_in_words(iku, arguments: list[str], said: str):
    code, told, beside = iku(*arguments)
    assert (code, told) == (2, "")
    assert beside.startswith(said), beside


def test_a_folder_that_is_not_there_is_told(iku, tmp_path: Path):
    folder = tmp_path / "tiada"
    code, _, beside = iku("services", *FEW, "--csv", str(folder / "hasil.csv"))
    assert (code, beside) == (
        2,
        f'Folder "{folder}" tidak ada. Berkas keluaran hasil.csv. Buat foldernya dahulu, atau pilih tempat lain.\n',
    )


# ---- the page that explains it -----------------------------------------------------------------------------------

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "how-to" / "menjalankan-simulasi.md").read_text(
    "utf-8"
)
COMMANDS = [line.split("#")[0].split(">")[0].strip() for line in PAGE.splitlines() if line.startswith("iku simulate")]  # fmt: skip


@pytest.mark.parametrize("line", COMMANDS)
def test_every_command_of_the_page_works(iku, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str):
    own = PAGE.split("```toml\n")[1].split("```")[0]
    (tmp_path / "dukcapil-kami.toml").write_text(own, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    arguments = shlex.split(line)[2:]
    code, told, beside = iku(*arguments, *(FEW if arguments else []))
    assert (code, beside) == (0, "") and told


def test_the_game_of_the_page_works():
    names: dict[str, object] = {}
    code = PAGE.split("```python\n")[1].split("```")[0].replace("print(", "told = (")
    exec(compile(code, "menjalankan-simulasi.md", "exec"), names)  # noqa: S102 - our own page
    assert str(names["told"]).startswith("Laporan kinerja tahun ke-1\n")
