"""Pictures of lessons: the project's font and numbers, words beside each, nothing global changed."""

from __future__ import annotations

import matplotlib
import pytest
from labui import figures
from labui.figures import canvas
from matplotlib import font_manager
from matplotlib.figure import Figure

import kpi_sim


def _texts(monkeypatch: pytest.MonkeyPatch) -> list[Figure]:
    """Figures as they were just before they became bytes."""
    seen: list[Figure] = []
    real = canvas.png_bytes
    monkeypatch.setattr(canvas, "png_bytes", lambda figure: seen.append(figure) or real(figure))
    return seen


def test_a_chart_is_a_png_with_its_alt_text_in_the_metadata():
    chart = figures.bars({"Dinas A": 40.0}, title="Capaian", alt="Dinas A 40 persen.")
    data, meta = chart._repr_mimebundle_()
    assert data["image/png"].startswith(b"\x89PNG") and data["text/plain"] == "Dinas A 40 persen."
    assert meta["image/png"]["alt"] == "Dinas A 40 persen."


def test_drawing_leaves_matplotlib_as_it_was():
    before = dict(matplotlib.rcParams)
    figures.lines({"a": {2021: 1.5, 2022: 2.5}}, title="t", alt="a")
    assert dict(matplotlib.rcParams) == before


@pytest.mark.parametrize(("weight", "name"), canvas.WEIGHTS.items())
def test_the_font_is_the_projects_own_in_each_weight(weight: int, name: str):
    assert canvas.ensure_font()
    found = font_manager.findfont(font_manager.FontProperties(family=[canvas.FAMILY], weight=weight))
    assert f"SourceSans3-{name}.ttf" in found


def test_numbers_on_axes_and_bars_are_indonesian(monkeypatch: pytest.MonkeyPatch):
    seen = _texts(monkeypatch)
    figures.lines({"a": {2021: 1234.5, 2022: -0.5}}, title="t", alt="a", decimals=1)
    words = [text.get_text() for text in seen[0].axes[0].texts]
    ticks = [text.get_text() for text in seen[0].axes[0].get_yticklabels()]
    assert words == ["1.234,5", "\u22120,5"]
    assert "1.000" in ticks and not any("1,000" in tick for tick in ticks)


def test_a_line_does_not_cross_a_change_of_instrument(monkeypatch: pytest.MonkeyPatch):
    seen = _texts(monkeypatch)
    figures.lines(
        {"a": {2019: 54, 2021: 96, 2022: 84, 2023: 79}}, title="t", alt="a", breaks={2021.5: "ganti"}
    )
    drawn = [list(line.get_xdata()) for line in seen[0].axes[0].lines if line.get_marker() == "o"]
    assert drawn == [[2019, 2021], [2022, 2023]]


def test_what_lies_past_the_standard_is_hatched(monkeypatch: pytest.MonkeyPatch):
    seen = _texts(monkeypatch)
    figures.histogram([0, 10, 20, 30], [50, 30, 20], title="t", alt="a", across="menit", standard=20)
    hatched = {patch.get_x(): bool(patch.get_hatch()) for patch in seen[0].axes[0].patches}
    assert hatched == {0: False, 10: False, 20: True}


def test_every_case_is_one_dot(monkeypatch: pytest.MonkeyPatch):
    seen = _texts(monkeypatch)
    figures.dots({"A": [1, 1, 16], "B": [3, 3, 3]}, title="t", alt="a", across="hari")
    assert sum(line.get_marker() == "o" for line in seen[0].axes[0].lines) == 6


def test_without_a_place_for_fonts_the_chart_is_drawn_all_the_same(monkeypatch: pytest.MonkeyPatch):
    def refused(_: object) -> list[object]:
        raise OSError(30, "Read-only file system")

    canvas.ensure_font.cache_clear()
    monkeypatch.setattr(canvas, "_cut_font", refused)
    assert canvas.ensure_font() is False
    assert figures.bars({"a": 1.0}, title="t", alt="a").png.startswith(b"\x89PNG")
    canvas.ensure_font.cache_clear()


def test_a_table_is_clean_html_and_aligned_text():
    shown = figures.table([{"nama": "A & B", "nilai": 1234.5}, {"nama": "C", "nilai": "-"}], decimals=1)
    assert "<td>A &amp; B</td><td>1.234,5</td>" in shown._repr_html_()
    assert repr(shown).splitlines() == ["nama   nilai", "A & B  1.234,5", "C      -"]


def test_a_funnel_shows_every_area_and_both_pairs_of_limits(monkeypatch: pytest.MonkeyPatch):
    seen = _texts(monkeypatch)
    areas = kpi_sim.funnel([2, 9, 12], [1_500, 7_000, 11_000])
    figures.funnel(areas, ["A", "B", "C"], title="t", alt="a", named=["A"])
    lines = seen[0].axes[0].lines
    assert [tuple(line.get_xdata()) for line in lines if line.get_marker() == "o"] == [
        (1_500,),
        (7_000,),
        (11_000,),
    ]
    assert sum(len(line.get_xdata()) > 2 for line in lines) == 4
    assert "A" in [text.get_text() for text in seen[0].axes[0].texts]


def test_points_of_a_signal_stand_out_in_a_process_chart(monkeypatch: pytest.MonkeyPatch):
    seen = _texts(monkeypatch)
    values = [10.0, 11, 10, 9, 10, 11, 10, 9, 10, 20]
    chart = kpi_sim.xmr(values, baseline=9)
    found = kpi_sim.signals(chart)
    figures.process(chart, found, title="t", alt="a", across="bulan")
    marked = [x for line in seen[0].axes[0].lines if line.get_marker() == "D" for x in line.get_xdata()]
    assert 10 in marked and len(set(marked)) < len(values)


@pytest.mark.parametrize("first", [60.0, 79.0, 84.0, 85.0])
def test_the_name_of_a_target_lies_on_no_other_word(monkeypatch: pytest.MonkeyPatch, first: float):
    seen = _texts(monkeypatch)
    figures.bars({"Hulu": first, "Muara": 90.0}, title="t", alt="a", unit="%", target=80.0)
    axes = seen[0].axes[0]
    words = {text.get_text().strip(): text.get_window_extent() for text in axes.texts}
    target = words.pop("target 80\u00a0%", None) or words.pop("target 80 %")
    assert len(words) == 2
    assert not any(target.overlaps(other) for other in words.values())
