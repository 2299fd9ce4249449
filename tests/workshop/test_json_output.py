"""Every command of ``iku`` speaks to programs too: ``--json`` prints one JSON text and nothing else."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from workshop import cli
from workshop.paths import LESSONS
from workshop.service import folder
from workshop.service.store import Store

WITHOUT = {
    "iku workshop": "runs a class until it is stopped",
    "iku simulator": "serves a page until it is stopped",
}


def leaves(group: click.Group, context: click.Context) -> Iterator[tuple[str, click.Command]]:
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from leaves(command, click.Context(command, context, name))
        else:
            yield f"{context.command_path} {name}", command


def test_every_command_has_it_but_those_that_run_until_stopped():
    commands = dict(leaves(cli.cli, click.Context(cli.cli, info_name="iku")))
    assert len(commands) > 20
    options = {
        path: {name for option in command.params for name in option.opts}
        for path, command in commands.items()
    }
    assert {path for path, names in options.items() if "--json" not in names} == set(WITHOUT)


@pytest.fixture
def told(capsys):
    """Runs ``iku … --json``: the exit code and what a program reads; nothing stands beside it."""

    def run(*arguments: str):
        with pytest.raises(SystemExit) as ended:
            cli.main([*arguments, "--json"])
        said = capsys.readouterr()
        assert said.err == ""
        return int(ended.value.code or 0), json.loads(said.out)

    return run


async def _two_people(store: Store) -> list[str]:
    return [(await store.people.join(name, "Capil")).id for name in ("Sri", "Ahmad")]


@pytest.fixture
def kelas(tmp_path: Path) -> Path:
    """A class of Sri and Ahmad."""
    place = folder.prepare(tmp_path / "kelas")
    with Store(place.database) as store:
        asyncio.run(_two_people(store))
    return place.path


def ids(class_dir: Path) -> dict[str, str]:
    with Store(class_dir / "kelas.sqlite") as store:
        return {person.name: person.id for person in store.people.all()}


def test_a_backup_tells_its_file_and_size_and_a_restore_its_folder(kelas: Path, tmp_path: Path, told):
    out, new = tmp_path / "cadangan.tar.gz", tmp_path / "baru"
    code, found = told("backup", "--data", str(kelas), "--out", str(out))
    assert (code, found) == (0, {"file": str(out), "bytes": out.stat().st_size})
    code, found = told("restore", str(out), "--data", str(new))
    assert (code, found) == (0, {"file": str(out), "folder": str(new)})
    assert ids(new) == ids(kelas)


def test_forgetting_tells_who_is_gone(kelas: Path, told):
    sri = ids(kelas)["Sri"]
    code, found = told("forget", "Sri", "--yes", "--data", str(kelas))
    assert (code, found) == (0, {"folder": str(kelas), "forgotten": [sri]})
    assert list(ids(kelas)) == ["Ahmad"]
    assert told("forget", "--expired", "--data", str(kelas)) == (0, {"folder": str(kelas), "forgotten": []})


def test_the_question_before_forgetting_never_stands_in_the_json(kelas: Path, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    with pytest.raises(SystemExit):
        cli.main(["forget", "Sri", "--data", str(kelas), "--json"])
    said = capsys.readouterr()
    assert len(json.loads(said.out)["forgotten"]) == 1
    assert "Hapus Sri (Capil) beserta semua jawabannya?" in said.err


def test_a_template_tells_its_file_and_year(tmp_path: Path, told):
    out = tmp_path / "isian.xlsx"
    assert told("template", "--out", str(out), "--year", "2027") == (0, {"file": str(out), "year": 2027})
    assert out.is_file()


def test_paper_tells_its_files(tmp_path: Path, told):
    code, files = told("course", "handout", "lembar-M1", "--out", str(tmp_path))
    assert (code, files) == (0, [str(tmp_path / "lembar-M1.pdf")])
    code, decks = told("course", "slides", "M0", "--out", str(tmp_path))
    assert (code, decks) == (0, [str(tmp_path / "slaid-M0.pdf")])
    assert all(Path(file).read_bytes().startswith(b"%PDF") for file in files + decks)


def test_the_longest_sentences_are_rows(told):
    code, rows = told("course", "check", "--longest", "3")
    assert code == 0 and len(rows) == 3
    assert all(row["words"] > 5 and row["sentence"] for row in rows)


def test_lessons_are_rows_and_their_faults_too(tmp_path: Path, told):
    code, rows = told("lesson", "list")
    assert code == 0 and [row["number"] for row in rows] == list(range(len(rows)))
    good = tmp_path / "01-apa-itu-iku.ipynb"
    raw = json.loads(next(LESSONS.glob("01-*.ipynb")).read_text(encoding="utf-8"))
    good.write_text(json.dumps(raw), encoding="utf-8")
    code, found = told("lesson", "check", str(good))
    assert code == 1 and {row["notebook"] for row in found} == {good.name}
    assert told("lesson", "format", str(good)) == (0, {"rewritten": [str(good)]})
    assert told("lesson", "format", str(good)) == (0, {"rewritten": []})
