"""Paper for the room: one page each, the same bytes each time, with the text of its source."""

from __future__ import annotations

import re
import zlib
from base64 import a85decode
from pathlib import Path

import pytest

from kpi_sim.errors import UnknownNameError
from workshop.agendas import modules
from workshop.cli import main
from workshop.handouts import handout_sources, write_handouts, write_page
from workshop.simulators import list_simulators

SOURCES = handout_sources()


def test_every_module_has_a_handout_and_notes_and_every_agenda_its_page():
    names = set(SOURCES)
    assert {f"lembar-{module}" for module in modules()} <= names
    assert {f"catatan-{module}" for module in modules()} <= names
    assert {f"kegiatan-{simulator.id}" for simulator in list_simulators()} <= names
    assert sum(name.startswith("agenda-") for name in names) == 3


@pytest.mark.parametrize("simulator", list_simulators(), ids=lambda simulator: simulator.id)
def test_a_sheet_of_activities_asks_before_it_plays_and_ends_with_the_own_unit(simulator):
    sheet = SOURCES[f"kegiatan-{simulator.id}"]
    order = [
        sheet.index(word) for word in (simulator.question, "Tebakan saya", "percobaan", "Artinya", "di unit:")
    ]
    assert order == sorted(order)
    assert sheet.count("| &nbsp; |") >= 3


@pytest.mark.parametrize("name", [name for name in SOURCES if name.startswith(("lembar-", "kegiatan-"))])
def test_a_handout_is_one_page(name: str, tmp_path: Path):
    assert write_page(SOURCES[name], tmp_path / "x.pdf") == 1


@pytest.mark.parametrize("name", [name for name in SOURCES if not name.startswith(("lembar-", "kegiatan-"))])
def test_notes_and_agendas_are_at_most_two_pages(name: str, tmp_path: Path):
    assert write_page(SOURCES[name], tmp_path / "x.pdf") <= 2


def _drawn(pdf: bytes) -> bytes:
    """What the pages draw: their content streams, unpacked."""
    streams = re.findall(rb"/ASCII85Decode /FlateDecode[^>]*>>\s*stream\r?\n(.*?)endstream", pdf, re.S)
    return b"".join(zlib.decompress(a85decode(stream.strip().removesuffix(b"~>"))) for stream in streams)


def test_the_same_source_gives_the_same_bytes_and_another_source_other_ones(tmp_path: Path):
    first, again, other = (tmp_path / name for name in ("a.pdf", "b.pdf", "c.pdf"))
    write_page("# Satu\n\nTeks.", first)
    write_page("# Satu\n\nTeks.", again)
    write_page("# Satu\n\nTeks lain.", other)
    assert first.read_bytes() == again.read_bytes()
    assert _drawn(first.read_bytes()) != _drawn(other.read_bytes())


def test_lists_tables_and_hostile_text_are_drawn(tmp_path: Path):
    text = (
        "# <b>Judul & satu\n\n3. tiga\n4. empat\n\n- titik\n\n| a | b |\n|---|---|\n| &nbsp; | **tebal** |\n"
    )
    assert write_page(text, tmp_path / "x.pdf") == 1
    numbers = _drawn((tmp_path / "x.pdf").read_bytes())
    assert numbers.count(b"Tj") + numbers.count(b"TJ") >= 8


def test_only_the_named_pages_are_written(tmp_path: Path):
    heard = []
    written = write_handouts(tmp_path, ["lembar-M1"], told=lambda done, total: heard.append((done, total)))
    assert [path.name for path in written] == ["lembar-M1.pdf"] and heard == [(1, 1)]
    assert [path.name for path in tmp_path.iterdir()] == ["lembar-M1.pdf"]


def test_an_unknown_page_is_answered_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as stop:
        main(["course", "handout", "lembar-M11", "--out", str(tmp_path)])
    assert stop.value.code == 2
    assert 'Lembar "lembar-M11" tidak ada. Maksud Anda "lembar-M1"?' in capsys.readouterr().err
    assert issubclass(UnknownNameError, Exception)
