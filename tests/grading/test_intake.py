"""Submissions as people (and others) hand them in: opened safely, mended where possible, refused in words."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grading.intake import Rejected, data_files, open_submission
from grading.intake.document import read_cells, without_outputs


def cell(kind, source, **marks):
    full = {"grade": False, "solution": False, "locked": False, "schema_version": 3, **marks}
    return {"cell_type": kind, "metadata": {"nbgrader": full} if marks else {}, "source": source}


SOURCE = {
    "cells": [
        cell("markdown", "# Capaian\nHitung capaian tiap indikator."),
        cell("code", "data = [1, 2, 3]", grade_id="data", locked=True),
        cell("code", "def capaian(r, t):\n    return r / t * 100", grade_id="capaian", solution=True),
        cell("code", "assert capaian(1, 2) == 50", grade_id="uji-capaian", grade=True, locked=True, points=2),
        cell("code", "rerata = sum(data) / len(data)", grade_id="rerata", solution=True),
        cell("code", "assert rerata == 2", grade_id="uji-rerata", grade=True, locked=True, points=1),
        cell(
            "markdown", "Tulis artinya bagi unit Anda.", grade_id="arti", grade=True, solution=True, points=1
        ),
    ]
}


def submitted(changes=None, cells=None):
    document = json.loads(json.dumps({"cells": SOURCE["cells"] if cells is None else cells}))
    for one in document["cells"]:
        name = one["metadata"].get("nbgrader", {}).get("grade_id")
        one["source"] = (changes or {}).get(name, one["source"])
    return {**document, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


ANSWERS = {
    "capaian": "def capaian(r, t):\n    return 100 * r / t",
    "rerata": "rerata = 2",
    "arti": "Loket perlu ditambah.",
}


def hand_in(folder: Path, document, name="latihan.ipynb") -> Path:
    folder.mkdir(exist_ok=True)
    content = document if isinstance(document, bytes) else json.dumps(document).encode()
    (folder / name).write_bytes(content)
    return folder


def names(taken):
    return [name for name, _ in taken.code]


def test_a_plain_hand_in_needs_no_mending(tmp_path):
    taken = open_submission(hand_in(tmp_path / "x", submitted(ANSWERS)), SOURCE, name="latihan")
    assert taken.cells == ANSWERS
    assert names(taken) == ["data", "capaian", "rerata"]
    assert taken.mended == []


def test_tampered_locked_cells_are_ours_again_and_tests_never_run(tmp_path):
    changes = {"data": "data = [99]", "uji-capaian": "import os; os._exit(0)"}
    taken = open_submission(hand_in(tmp_path / "x", submitted(ANSWERS | changes)), SOURCE)
    assert dict(taken.code)["data"] == "data = [1, 2, 3]"
    assert not any("_exit" in source for _, source in taken.code)


def test_deleted_locked_cells_come_back_in_their_place(tmp_path):
    cells = [one for one in SOURCE["cells"] if one["metadata"].get("nbgrader", {}).get("grade_id") != "data"]
    taken = open_submission(hand_in(tmp_path / "x", submitted(ANSWERS, cells)), SOURCE)
    assert names(taken) == ["data", "capaian", "rerata"]


def test_own_cells_run_where_they_stand(tmp_path):
    cells = [*SOURCE["cells"][:4], cell("code", "bantu = 7"), *SOURCE["cells"][4:]]
    taken = open_submission(hand_in(tmp_path / "x", submitted(ANSWERS, cells)), SOURCE)
    assert names(taken) == ["data", "capaian", "bebas-5", "rerata"]


def test_of_copies_the_last_counts_and_it_is_said(tmp_path):
    cells = [*SOURCE["cells"], cell("code", "rerata = 3", grade_id="rerata", solution=True)]
    document = submitted(ANSWERS, cells)
    document["cells"][-1]["source"] = "rerata = 3"
    taken = open_submission(hand_in(tmp_path / "x", document), SOURCE)
    assert taken.cells["rerata"] == "rerata = 3"
    assert taken.mended == ['Sel "rerata" ada 2 kali; yang terakhir dinilai.']


def test_cells_moved_about_keep_their_names(tmp_path):
    document = submitted(ANSWERS)
    document["cells"].reverse()
    assert open_submission(hand_in(tmp_path / "x", document), SOURCE).cells == ANSWERS


def test_stripped_metadata_is_made_good_from_place_and_likeness(tmp_path):
    document = submitted(ANSWERS)
    for one in document["cells"]:
        one["metadata"] = {}
    taken = open_submission(hand_in(tmp_path / "x", document), SOURCE)
    assert taken.cells == ANSWERS
    assert taken.mended[0] == 'Sel "capaian" kehilangan tandanya; dikenali dari letak dan isinya.'


def test_a_deleted_answer_is_missing_and_said(tmp_path):
    cells = [one for one in SOURCE["cells"] if "rerata" not in one["source"]]
    taken = open_submission(hand_in(tmp_path / "x", submitted(ANSWERS, cells)), SOURCE)
    assert set(taken.cells) == {"capaian", "arti"}
    assert taken.mended == ['Sel "rerata" tidak ada di kiriman.']


@pytest.mark.parametrize(
    "marks",
    [
        None,
        "teks",
        ["grade_id"],
        {"grade_id": 7},
        {"grade_id": None, "points": "banyak"},
        {"grade_id": ["capaian"]},
    ],
)
def test_odd_metadata_is_no_obstacle(tmp_path, marks):
    document = submitted(ANSWERS)
    document["cells"][2]["metadata"]["nbgrader"] = marks
    document["metadata"] = marks
    taken = open_submission(hand_in(tmp_path / "x", document), SOURCE)
    assert taken.cells == ANSWERS


def test_points_types_and_kernels_claimed_by_the_hand_in_mean_nothing(tmp_path):
    document = submitted(ANSWERS)
    document["metadata"] = {"kernelspec": {"name": "bash", "argv": ["rm"]}}
    for one in document["cells"]:
        one["metadata"].setdefault("nbgrader", {})["points"] = 1e9
    document["cells"][2]["cell_type"] = "raw"
    assert open_submission(hand_in(tmp_path / "x", document), SOURCE).cells == ANSWERS


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_any_common_encoding_is_read(tmp_path, encoding):
    document = submitted(ANSWERS | {"arti": "Warga puas – café"})
    content = json.dumps(document, ensure_ascii=False).encode(encoding)
    taken = open_submission(hand_in(tmp_path / "x", content), SOURCE)
    assert taken.cells["arti"] == "Warga puas – café"


def test_a_renamed_file_is_taken_when_it_is_the_only_one(tmp_path):
    folder = hand_in(tmp_path / "x", submitted(ANSWERS), "latihan (1).ipynb")
    taken = open_submission(folder, SOURCE, name="latihan")
    assert taken.cells == ANSWERS
    assert taken.mended == ['Berkas "latihan (1).ipynb" berganti nama; tetap dinilai.']


def test_another_notebook_of_the_assignment_is_not_this_one_renamed(tmp_path):
    folder = hand_in(tmp_path / "x", submitted(ANSWERS), "soal2.ipynb")
    with pytest.raises(Rejected):
        open_submission(folder, SOURCE, name="soal1", others=["soal2"])


def outputs_of(size):
    return [{"output_type": "stream", "name": "stdout", "text": "x\n" * (size // 2)}]


def test_a_hundred_megabytes_of_output_are_not_kept(tmp_path):
    document = submitted(ANSWERS)
    document["cells"][2]["outputs"] = outputs_of(66 * 1024 * 1024)  # three bytes a line in JSON
    taken = open_submission(hand_in(tmp_path / "x", document), SOURCE)
    assert taken.cells == ANSWERS


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.lists(
        st.fixed_dictionaries(
            {"source": st.text(max_size=30)},
            optional={
                "outputs": st.lists(JSON, max_size=3),
                "attachments": st.dictionaries(st.text(), JSON),
                "x": JSON,
            },
        ),
        max_size=4,
    ),
    JSON,
)
def test_cutting_outputs_changes_nothing_else(cells, metadata):
    document = {"metadata": {"outputs": metadata}, "cells": cells}
    expected = json.loads(json.dumps(document))
    for one in expected["cells"]:
        for name in ("outputs", "attachments"):
            if name in one:
                one[name] = []
    assert json.loads(without_outputs(json.dumps(document))) == expected
    assert json.loads(without_outputs(json.dumps(document, ensure_ascii=False, indent=1))) == expected


UNREADABLE = {
    b"": "berkasnya kosong",
    b"  \n": "berkasnya kosong",
    json.dumps(submitted(ANSWERS)).encode()[:-40]: "isinya terpotong atau bukan notebook",
    b"[1, 2]": "isinya bukan notebook",
    b"{}": "isinya bukan notebook",
    b'{"cells": {"a": 1}}': "isinya bukan notebook",
    b'{"cells": [' + b"[" * 5000 + b"]" * 5000 + b"]}": "susunannya terlalu dalam",
    b'{"cells": [' + b"{}," * 30_000 + b"{}]}": "selnya lebih dari 20000",
    b'{"cells": [' + b"[]," * 2_000_000 + b"[]]}": "isinya terlalu banyak",
    b"\xff\xfe{": "hurufnya tidak dapat dibaca",
    b"PK\x03\x04": "isinya terpotong atau bukan notebook",
}


@pytest.mark.parametrize("content", UNREADABLE, ids=list(UNREADABLE.values()))
def test_what_cannot_be_read_is_refused_with_its_reason(tmp_path, content):
    with pytest.raises(Rejected) as refused:
        open_submission(hand_in(tmp_path / "x", content), SOURCE)
    assert refused.value.reason == UNREADABLE[content]
    assert str(refused.value) == (
        f"Kiriman ini tidak dapat dibaca: {UNREADABLE[content]}. "
        "Simpan lagi notebooknya (File, Save Notebook), lalu kirim ulang berkas .ipynb itu."
    )


def linked_folder(tmp_path):
    real = hand_in(tmp_path / "asli", submitted(ANSWERS))
    (tmp_path / "x").symlink_to(real)


def linked_notebook(tmp_path):
    real = hand_in(tmp_path / "asli", submitted(ANSWERS))
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "latihan.ipynb").symlink_to(real / "latihan.ipynb")


def pipe(tmp_path):
    (tmp_path / "x").mkdir()
    os.mkfifo(tmp_path / "x" / "latihan.ipynb")


def folder_named_as_notebook(tmp_path):
    (tmp_path / "x" / "latihan.ipynb").mkdir(parents=True)


def nothing(tmp_path):
    pass


def two(tmp_path):
    hand_in(tmp_path / "x", submitted(ANSWERS), "satu.ipynb")
    hand_in(tmp_path / "x", submitted(ANSWERS), "dua.ipynb")


def too_large(tmp_path):
    hand_in(tmp_path / "x", b"{}")
    os.truncate(tmp_path / "x" / "latihan.ipynb", 200 * 1024 * 1024)


@pytest.mark.parametrize(
    ("lay", "reason"),
    [
        (linked_folder, "foldernya tidak ada, atau hanya tautan ke tempat lain"),
        (linked_notebook, "tidak ada berkas .ipynb"),
        (pipe, "tidak ada berkas .ipynb"),
        (folder_named_as_notebook, "tidak ada berkas .ipynb"),
        (nothing, "foldernya tidak ada, atau hanya tautan ke tempat lain"),
        (two, "ada 2 notebook dan tidak satu pun bernama latihan.ipynb"),
        (too_large, "berkasnya lebih besar dari 150 MB"),
    ],
)
def test_only_a_regular_file_in_a_real_folder_is_opened(tmp_path, lay, reason):
    lay(tmp_path)
    with pytest.raises(Rejected) as refused:
        open_submission(tmp_path / "x", SOURCE, name="latihan")
    assert refused.value.reason == reason


def test_data_beside_the_notebook_comes_along_modules_and_links_do_not(tmp_path):
    folder = hand_in(tmp_path / "x", submitted(ANSWERS))
    (folder / "data.csv").write_text("a\n1\n")
    (folder / "pandas.py").write_text("raise SystemExit")
    (folder / "besar.csv").write_bytes(b"x" * 9_000_000)
    (folder / "kunci.txt").symlink_to("/etc/hostname")
    taken = open_submission(folder, SOURCE)
    assert taken.files == {"data.csv": b"a\n1\n"}
    assert "Tautan dan berkas khusus di folder kiriman diabaikan." in taken.mended
    assert set(data_files(folder, trusted=True)) == {"data.csv", "pandas.py"}


def test_five_thousand_cells_are_taken_in(tmp_path):
    cells = [*SOURCE["cells"], *[cell("code", f"x{n} = {n}") for n in range(5000)]]
    taken = open_submission(hand_in(tmp_path / "x", submitted(ANSWERS, cells)), SOURCE)
    assert len(taken.code) == 5003
    assert taken.cells == ANSWERS


@pytest.mark.parametrize("sheet", [{"cells": 5}, {"cells": None}, {"cells": True}, {"cells": "abc"}, {}, 7])
def test_a_notebook_of_the_old_format_may_hold_anything_in_place_of_cells(sheet):
    old = {"nbformat": 3, "worksheets": [sheet, {"cells": [{"cell_type": "code", "input": "x = 1"}]}]}
    cells, _, _ = read_cells(json.dumps(old).encode())
    assert [one.source for one in cells] == ["x = 1"]


def test_metadata_as_deep_as_cells_keeps_its_outputs():
    text = '{"metadata": {"outputs": {"outputs": [null]}}, "cells": [{"outputs": [1, [2]]}]}'
    assert (
        without_outputs(text) == '{"metadata": {"outputs": {"outputs": [null]}}, "cells": [{"outputs": []}]}'
    )
