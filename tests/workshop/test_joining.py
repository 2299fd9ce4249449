"""Getting in: class code, names that repeat, personal code, and what strangers cannot do."""

from __future__ import annotations

import re

import pytest
from markupsafe import escape


def test_a_trainee_joins_and_lands_on_kelas_saya(room):
    page = room.trainee("Nurhayati").see("/kelas").text
    assert "Kelas saya" in page
    assert "Nurhayati" in page
    assert "Capaian" in page  # an exercise to do


def test_class_code_is_read_in_any_spelling(room):
    spelled = f" {room.code[:3].lower()}-{room.code[3:]} "
    assert room.browser().join(spelled, "Ejaan Bebas").url.endswith("/kelas?baru=1")


def test_wrong_class_code_says_what_where_and_what_to_do_and_keeps_what_was_typed(room):
    answer = room.browser().join("ABC999", "Rahmat Hidayat", "Sekretariat")
    assert answer.status_code == 400
    assert (
        "Kode kelas &#34;ABC 999&#34; tidak dikenal. Samakan dengan kode di proyektor, lalu tekan Masuk kelas."
        in answer.text
    )
    assert 'value="Rahmat Hidayat"' in answer.text
    assert 'value="Sekretariat"' in answer.text


def test_empty_form_names_each_field(room):
    text = room.browser().join("", "", "").text
    for sentence in ("Kode kelas belum diisi.", "Nama belum diisi.", "Unit kerja belum diisi."):
        assert sentence in text


def test_same_name_in_same_unit_is_asked_for_the_personal_code(room):
    first = room.trainee("Dewi Anggraini", "PIAK")
    second = room.browser()
    answer = second.join(room.code, "dewi  ANGGRAINI", "piak")
    assert answer.status_code == 409
    assert "Nama ini sudah ada di kelas" in answer.text
    assert "sesi" not in second.cookies
    back = second.press("/lanjut", kode_pribadi=first.personal_code)
    assert back.url.endswith("/kelas")
    assert second.personal_code == first.personal_code


def test_two_people_of_one_name_are_told_apart(room):
    first = room.trainee("Ahmad Fauzi", "Capil")
    second = room.browser()
    second.join(room.code, "Ahmad Fauzi", "Capil")
    answer = second.press("/masuk", kode=room.code, nama="Ahmad Fauzi", unit="Capil", pembeda="Kasubag Umum")
    assert answer.url.endswith("/kelas?baru=1")
    assert "Ahmad Fauzi (Kasubag Umum)" in answer.text
    assert second.personal_code != first.personal_code


def test_unknown_personal_code_is_one_clear_sentence(room):
    browser = room.browser()
    browser.see("/lanjut")
    answer = browser.press("/lanjut", kode_pribadi="zzz 999")
    assert answer.status_code == 400
    assert "Kode pribadi &#34;ZZZ 999&#34; tidak dikenal di kelas ini." in answer.text


def test_a_stranger_sees_the_join_page_and_nothing_else(room):
    stranger = room.browser()
    for path in (
        "/kelas",
        "/latihan/capaian-polaritas",
        "/latihan/capaian-polaritas/1",
        "/umpan-balik/nilai-skm",
    ):
        assert stranger.see(path).url.endswith("/masuk"), path
    for path in ("/meja", "/meja/layar", "/meja/jajak", "/meja/rekap.xlsx", "/meja/peserta/p-abcdef"):
        assert stranger.see(path).url.endswith("/meja/masuk"), path


def test_a_forged_session_is_refused_with_a_way_back(room):
    browser = room.browser()
    browser.cookies.set("peserta", "2|1:0|10:1795519880|7:peserta|4:YWJj|0000")
    answer = browser.see("/kelas")
    assert "Sesi di perangkat ini sudah berakhir atau peserta tidak dikenal di kelas ini." in answer.text


def test_signing_in_never_keeps_a_token_that_was_there_before(room):
    victim = room.trainee("Korban Fiksasi")
    planted = victim.cookies["peserta"]
    victim.see("/masuk?kode=x")
    victim.press("/lanjut", kode_pribadi=victim.personal_code)
    assert victim.cookies["peserta"] != planted
    thief = room.browser()
    thief.cookies.set("peserta", planted)
    assert thief.see("/kelas").url.endswith("/masuk?sesi=berakhir")


def test_leaving_ends_the_session_on_the_server_too(room):
    browser = room.trainee("Yulia Fitri")
    kept = browser.cookies["peserta"]
    browser.see("/kelas")
    assert browser.press("/keluar").url.endswith("/masuk")
    other = room.browser()
    other.cookies.set("peserta", kept)
    assert other.see("/kelas").url.endswith("/masuk?sesi=berakhir")


def test_forms_without_the_hidden_token_are_refused(room):
    browser = room.trainee("Tanpa Token")
    browser.token = "salah"
    answer = browser.press("/keluar")
    assert answer.status_code == 403
    assert "Halaman ini sudah terlalu lama terbuka" in answer.text
    assert browser.see("/kelas").url.endswith("/kelas")


def test_guessing_codes_is_slowed_down_for_the_guesser(start_room):
    room = start_room()
    guesser = room.browser()
    guesser.see("/meja/masuk")
    said = [guesser.press("/meja/masuk", kode_meja=f"TEBAK{n:05}").text for n in range(12)]
    assert "Terlalu banyak percobaan" in said[-1]
    assert "Terlalu banyak percobaan" in guesser.press("/meja/masuk", kode_meja=room.desk_code).text


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{7*7}}"])
def test_names_and_units_are_text_wherever_they_appear(room, name: str):
    unit = f"Unit {name}"
    mine = room.trainee(name, unit).see("/kelas").text
    desk = room.desk().see("/meja").text
    for page in (mine, desk):
        assert str(escape(name)) in page
        assert str(escape(unit)) in page
        assert re.search(r"<(script(?! src)|img)", page) is None


def test_every_page_carries_the_security_headers(room):
    browser = room.trainee("Kepala Aman")
    for path in ("/masuk", "/kelas", "/latihan/capaian-polaritas/1", "/tidak-ada"):
        headers = browser.see(path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
    cookie = room.browser().join(room.code, "Kuki Aman").history[0].headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_a_page_that_does_not_exist_is_said_in_indonesian(room):
    answer = room.trainee("Tersesat").see("/tidak-ada")
    assert answer.status_code == 404
    assert "Halaman ini tidak ada." in answer.text
    assert "Traceback" not in answer.text


def test_first_visit_of_a_phone_is_light(room):
    browser = room.browser()
    headers = {"Accept-Encoding": "gzip"}
    page = browser.get(room.address + "/masuk", headers=headers, stream=True)
    size = len(page.raw.read())
    html = room.browser().see("/masuk").text
    for path in set(re.findall(r'(?:href|src)="(/(?:static|aset)/[^"#]+)', html)):
        size += len(browser.get(room.address + path, headers=headers, stream=True).raw.read())
    assert size <= 150_000
