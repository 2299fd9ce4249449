"""The beginning of the day: the desk is laid, the room comes in, the pre-test is written."""

from __future__ import annotations

import io

from openpyxl import Workbook

from workshop.demo.stage.people import ABSENT, LAPTOPS, PHONES
from workshop.demo.stage.room import Room, Scene, must
from workshop.service import codes

AGENDA, TEST = "sosialisasi-2-jam", "tes-iku-singkat"
WIFI = ("LabIKU", "belajar-iku")


def open_the_desk(room: Room) -> str:
    desk = room.desk
    desk.open("/meja/masuk")
    desk.write("input[name=kode_meja]", room.running.desk_code)
    desk.press("main button")
    desk.arrive("/meja")
    desk.press('summary:has-text("Rencana sesi")')
    desk.choose("#agenda", AGENDA)
    desk.press('button:has-text("Pakai")')
    desk.see('[aria-current="step"]')
    desk.open("/meja/daftar")
    book = _roster()
    desk.page.set_input_files("#berkas", {"name": "peserta.xlsx", "mimeType": "", "buffer": book})
    desk.press('button:has-text("Unggah daftar")')
    expected = len(PHONES) + len(LAPTOPS) + 1
    desk.see(f'h2:has-text("Belum hadir {expected} dari {expected}")')
    desk.picture("Daftar peserta diunggah dari Excel; semua masih ditunggu.")
    paper = room.download(desk, 'a[href="/meja/daftar-hadir.pdf"]', "daftar-hadir.pdf").read_bytes()
    must(paper.startswith(b"%PDF"), "Daftar hadir yang diunduh bukan PDF.")
    return "Fasilitator masuk, memilih agenda dua jam, mengunggah daftar peserta dari Excel, dan mencetak cadangan kertasnya."


def _roster() -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in (("Nama", "Unit kerja"), *PHONES, *LAPTOPS, ABSENT):
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def show_the_door(room: Room) -> str:
    room.desk.open("/meja/wifi")
    room.desk.write("#wifi_name", WIFI[0])
    room.desk.write("#wifi_password", WIFI[1])
    room.desk.press("main button")
    room.desk.arrive("/meja/layar")
    room.wall.open("/meja/layar")
    must(room.wall.page.locator("svg.qr").count() == 2, "Layar masuk tidak menampilkan dua QR.")
    must(codes.grouped(room.running.class_code) in room.wall.text(), "Kode kelas tidak ada di layar masuk.")
    room.wall.picture("Layar masuk di proyektor: satu QR untuk Wi-Fi, satu untuk kelas.")
    return "Proyektor menampilkan dua QR, alamat, dan kode kelas, cukup besar untuk baris belakang."


def come_in(room: Room) -> str:
    first = room.phones[0]
    with first.window.timed("Memindai QR sampai halaman masuk terbaca"):
        first.fill_in_the_door(room.running.join_address)
    first.window.picture("Halaman masuk di ponsel; kode kelas sudah terisi dari QR.")
    with first.window.timed("Menekan Masuk kelas sampai Kelas saya terbuka"):
        first.enter()
    first.window.picture("Kelas saya, dengan kode pribadi untuk melanjutkan di perangkat lain.")
    for trainee in room.everyone[1:]:
        trainee.fill_in_the_door(room.running.join_address)
        trainee.enter()
    count = len(room.everyone)
    room.wall.until(lambda: room.wall.text("#hadir") == str(count), f"layar masuk menghitung {count} peserta")
    room.desk.open("/meja")
    for trainee in room.everyone:
        room.desk.see(f'#orang:has-text("{trainee.name}")')
    return f"{count} peserta masuk; layar masuk dan meja menghitungnya sendiri."


def lose_a_phone(room: Room) -> str:
    """A dead battery: the same trainee goes on with the personal code, on another phone."""
    budi = room.phones[1]
    budi.window.page.context.close()
    budi.window = room.theatre.phone("Ponsel kedua Budi")
    budi.window.open("/lanjut")
    budi.window.write("#kode_pribadi", budi.code)
    budi.window.press("main button")
    budi.window.arrive("/kelas*")
    must(budi.name in budi.window.text(), "Kode pribadi tidak mengembalikan nama peserta.")
    budi.window.picture("Baterai habis: Budi melanjutkan di ponsel lain dengan kode pribadinya.")
    return "Ponsel Budi mati. Dengan kode pribadi ia melanjutkan di ponsel lain, dengan nama yang sama."


def write_the_pretest(room: Room) -> str:
    room.turn_to("Pretes pendek")
    room.desk.open("/meja/tes")
    room.desk.choose("#latihan", TEST)
    room.desk.press('button[value="pretes"]')
    room.desk.see(f'a[href="/meja?latihan=pretes-{TEST}"]')
    for wrong, trainee in enumerate(room.phones, 1):
        trainee.window.open("/kelas")
        trainee.window.see(f'a[href="/latihan/pretes-{TEST}"]')
        trainee.work_through(f"pretes-{TEST}", wrong=wrong)
        trainee.hand_in(f"pretes-{TEST}")
    first = room.phones[0].window
    first.open(f"/latihan/pretes-{TEST}")
    first.picture("Pretes: titik awal, tanpa petunjuk.")
    room.desk_press(f"/meja/latihan/pretes-{TEST}/tutup", path="/meja/tes")
    return "Tiga peserta mengerjakan pretes; masing-masing keliru pada satu sampai tiga soal."


SCENES = (
    Scene("Meja fasilitator dibuka", open_the_desk, vital=True),
    Scene("Layar masuk di proyektor", show_the_door),
    Scene("Peserta masuk lewat QR", come_in, vital=True),
    Scene("Ponsel kehabisan baterai", lose_a_phone),
    Scene("Pretes", write_the_pretest),
)
