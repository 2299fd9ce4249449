"""The picture that a page gives away: every kind of chart, the finding and the source written in it."""

from __future__ import annotations

import re
import struct
import warnings
from typing import Any

import numpy as np
import pytest
from labui import charts, figures, opening
from labui.assets import SCRIPTS
from labui.figures import canvas, live, scenes
from labui.frame import Simulator
from matplotlib.figure import Figure

NAN = float("nan")
DAY = [[0, 0, 10, NAN], [5, 10, 20, NAN], [6, NAN, NAN, 12], [30, 30, 31, NAN]]  # one left after six minutes
QUEUE = {
    "stages": [{"name": "Loket", "servers": 1}],
    "opens": 480,
    "closes": 540,
    "log": charts.f32(np.ravel(DAY)),
}
NETWORK = {
    name: charts.f32(values)
    for name, values in (("x", [0, 0.5, 1]), ("y", [0, 1, 0]), ("from", [0, 1]), ("to", [1, 2]))
}
NETWORK |= {"since": charts.f32([0, 3, NAN]), "weeks": 4, "unit": "pekan"}
SCORES = {
    "head": ["Indikator", "Target", "Realisasi", "Capaian", "Status"],
    "rows": [
        {
            "name": "SKM",
            "polarity": "",
            "target": "80",
            "realisation": "84",
            "achievement": "105 %",
            "part": 0.84,
        }
        | {"status": "good", "word": "tercapai"}
    ],
    "total": {"text": "Nilai 105", "word": "", "status": "good"},
}
LIVE = {
    "queue": QUEUE,
    "network": NETWORK,
    "scorecard": SCORES,
    "tiles": charts.tiles_data({"Tebo": 81.5, "Bungo": None}, breaks=[80], show=lambda value: f"{value:.0f}"),
}


def size_of(png: bytes) -> tuple[int, int]:
    """Width and height as the header of the file says."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Figure]:
    """Figures as they were just before they became bytes."""
    seen: list[Figure] = []
    real = canvas.png_bytes
    monkeypatch.setattr(canvas, "png_bytes", lambda figure: seen.append(figure) or real(figure))
    return seen


def words(figure: Figure) -> str:
    """All that is written in a figure, on one line."""
    texts = [text.get_text() for text in figure.findobj(lambda item: hasattr(item, "get_text"))]
    return " ".join(" ".join(texts).split())


@pytest.mark.parametrize("name", opening.SIMULATORS)
def test_a_simulator_gives_its_finding_and_its_source_away(name: str, drawn: list[Figure]):
    widget, sent = opening.simulator(name), []
    widget.send = lambda content, buffers=None: sent.append((content, buffers))
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a letter that the font lacks is drawn as a box
        widget._handle_custom_msg({"ask": "picture"}, [])
    ((content, (png,)),) = sent
    assert content == {"picture": f"lab-iku-{name}.png"}
    width, height = size_of(png)
    assert width == 1728 and 1100 <= height <= 2400
    assert re.sub(r"\s+", " ", widget.answer["headline"]) in words(drawn[0])
    assert f"Sumber: {widget.spec['title']}, Lab IKU." in words(drawn[0])
    widget.close()


@pytest.mark.parametrize("kind", LIVE)
def test_a_chart_of_a_lesson_gives_itself_away(kind: str, drawn: list[Figure]):
    chart = charts.LiveChart(
        kind,
        LIVE[kind],
        title="Judul",
        subtitle="Ukuran",
        summary="Ringkasan.",
        table={},
        source="Sumber: contoh.",
    )
    picture = chart.picture()
    assert min(size_of(picture.png)) >= 1100 and picture.alt == "Ringkasan."
    assert "Judul: Ukuran" in words(drawn[0]) and "Sumber: contoh." in words(drawn[0])
    chart.close()


def test_every_kind_that_the_page_draws_has_a_picture():
    page = re.search(r"KINDS = \{(.*?)\}", (SCRIPTS / "charts.js").read_text(encoding="utf-8"))
    assert page and set(re.findall(r"(\w+):", page[1])) == set(live.KINDS)


def test_the_areas_stand_where_the_page_puts_them():
    source = (SCRIPTS / "tiles.js").read_text(encoding="utf-8")
    found = re.findall(r'"?([A-Z][A-Za-z ]+)"?: \[(\d), (\d)\]', source)
    assert {name: (int(column), int(row)) for name, column, row in found} == scenes.TILE_PLACES


def test_who_waits_is_neither_served_nor_gone():
    log = np.array(DAY, dtype=float)
    times = np.array([0.0, 5, 7, 11, 12, 25, 30])
    assert scenes.waiting(log, 1, times).tolist() == [[0, 1, 2, 1, 0, 0, 0]]


def test_a_network_tells_how_many_use_the_new_way(drawn: list[Figure]):
    figures.picture({"kind": "network"}, NETWORK, title="t", source="s", alt="a")
    assert "2 dari 3 memakai cara baru, pekan 4" in words(drawn[0])


def test_a_picture_that_fails_is_told_and_the_simulator_goes_on(monkeypatch: pytest.MonkeyPatch):
    def broken(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(canvas, "png_bytes", broken)
    widget: Simulator = opening.simulator("skor")
    sent: list[Any] = []
    widget.send = lambda content, buffers=None: sent.append(content)
    widget._handle_custom_msg({"ask": "picture"}, [])
    widget._handle_custom_msg({"ask": "else"}, [])
    assert sent == [{"picture": ""}] and widget.answer["headline"]
    widget.close()
