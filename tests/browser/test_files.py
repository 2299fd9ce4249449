"""Files in and out in Chromium: a chosen file is named in Indonesian, a paper that takes seconds says so meanwhile."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from accessibility import sideways, violations
from playwright.sync_api import Browser, Page, Route, expect

from workshop.service.supervisor import Workshop, free_port

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PHONE = {"width": 390, "height": 844}
PAPER = "Cetak daftar hadir (PDF)"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    data = tmp_path_factory.mktemp("berkas") / "data"
    workshop = Workshop(data, port=free_port(), host="127.0.0.1", simulators=False, notebooks=False)
    workshop.start()
    yield workshop
    workshop.stop()


@pytest.fixture(params=[True, False], ids=["script", "plain"])
def desk(request, browser: Browser, running: Workshop) -> Iterator[Page]:
    """The page of the list on a phone, with and without our script."""
    context = browser.new_context(viewport=PHONE, java_script_enabled=request.param)
    page = context.new_page()
    page.goto(f"{running.local_address}/meja/masuk")
    page.fill("input[name=kode_meja]", running.desk_code)
    page.click("main button")
    page.goto(f"{running.local_address}/meja/daftar")
    page.scripted = request.param
    yield page
    context.close()


def test_a_chosen_file_is_told_and_sent(desk: Page, tmp_path: Path):
    daftar = tmp_path / "peserta capil.csv"
    daftar.write_text("Nama;Unit kerja\nSri Wahyuni;Capil\n", encoding="utf-8")
    expect(desk.locator(".file")).to_contain_text("Pilih berkas")
    expect(desk.locator(".file .none-yet")).to_be_visible()
    expect(desk.locator(".file .chosen")).to_be_hidden()
    if desk.scripted:
        assert (violations(desk), sideways(desk)) == ([], 0)
        field = desk.locator(".file .btn").bounding_box()
        assert min(field["width"], field["height"]) >= 44
    with desk.expect_file_chooser() as opened:  # a tap on our words opens the browser's own window
        box = desk.locator(".file .btn").bounding_box()
        desk.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    opened.value.set_files(daftar)
    expect(desk.locator(".file .none-yet")).to_be_hidden()
    expect(desk.locator(".file .chosen")).to_have_text(
        daftar.name if desk.scripted else "Berkas sudah dipilih"
    )
    if desk.scripted:
        assert violations(desk) == []
    desk.click('button:text-matches("(Unggah|Ganti) daftar")')
    expect(desk.locator("main")).to_contain_text("Sri Wahyuni")


def test_a_paper_is_a_download_with_and_without_our_script(desk: Page):
    with desk.expect_download() as loading:
        desk.click(f'a:has-text("{PAPER}")')
    assert loading.value.suggested_filename.endswith(".pdf")
    assert Path(loading.value.path()).read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("desk", [True], indirect=True)
def test_while_a_paper_is_made_its_link_says_so_and_a_failure_too(desk: Page):
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    desk.route(re.compile(r"daftar-hadir\.pdf"), hold)
    link = desk.locator("a[data-busy]")
    link.click()
    expect(link).to_have_text("Daftar hadir sedang dibuat…")
    expect(desk.locator('p[role="status"]')).to_have_text("Daftar hadir sedang dibuat…")
    assert violations(desk) == []
    link.click()  # a second tap does not ask again
    held[0].abort()
    expect(link).to_have_text("Berkas belum jadi. Ketuk untuk mencoba lagi.")
    assert len(held) == 1
    desk.unroute_all()
    with desk.expect_download():
        link.click()
    expect(link).to_have_text(PAPER)
