"""Kepala Dinas 5 tahun, two of the years: three teams, one phone each; one team is late once."""

from __future__ import annotations

from workshop.demo.stage.browsers import Window
from workshop.demo.stage.room import Room, Scene

YEARS, TEAMS, SEED = 2, 3, "7"
GUESSES = ("101,5", "98", "104,5")


def gather(room: Room) -> str:
    desk = room.desk
    desk.open("/meja/permainan")
    desk.choose("#tim", str(TEAMS))
    desk.choose("#tahun", str(YEARS))
    desk.press('summary:has-text("Nomor permainan")')
    desk.write("#benih", SEED)
    desk.press('button:has-text("Buat permainan")')
    desk.see('h2:has-text("Anggota")')
    for nth, trainee in enumerate(room.phones, 1):
        trainee.window.open("/permainan")
        trainee.window.press(f'button:has-text("Tim {nth} ·")')
        trainee.window.see(f'h1:has-text("Tim {nth}")')
    if room.coders:
        room.desk_press("/meja/permainan/bagi", path="/meja/permainan")
    return f"{TEAMS} tim terbentuk, satu ponsel satu tim; yang belum memilih dibagi ke tim terkecil."


def live_the_years(room: Room) -> str:
    for year in range(1, YEARS + 1):
        room.desk_press("/meja/permainan/mulai", path="/meja/permainan")
        late = room.phones[-1] if year == 1 else None
        for trainee, guess in zip(room.phones, GUESSES, strict=True):
            _decide(room, trainee.window, guess, year, skip=trainee is late)
        room.wall.open("/meja/permainan/layar/liga")
        room.wall.see("footer")
        if year == 1:
            room.wall.picture("Selama tim berunding, proyektor hanya menunjukkan siapa yang sudah mengirim.")
        room.desk_press("/meja/permainan/tutup", path="/meja/permainan")
    room.desk.picture("Permainan di meja: laporan terbit; tim yang terlambat sudah diisi.")
    room.wall.open("/meja/permainan/layar/liga")
    room.wall.see("table")
    room.wall.picture("Liga menurut wawasan: poin dari tebakan yang dekat, bukan dari cepatnya.")
    return "Dua tahun dimainkan. Tim yang terlambat pada tahun pertama memakai rata-rata tim lain."


def _decide(room: Room, phone: Window, guess: str, year: int, *, skip: bool) -> None:
    phone.open("/permainan")
    if not phone.is_there("#report_guess"):  # the pen has gone round to a member who is on a laptop
        phone.press('summary:has-text("Ambil pena")')
        phone.press('button:has-text("Ambil pena sekarang")')
    phone.see("#report_guess")
    if phone is room.phones[0].window and year == 1:
        phone.picture("Keputusan tim tahun pertama: anggaran, lalu tebakan atas laporannya sendiri.")
    if skip:
        return
    phone.write("#report_guess", guess)
    phone.press('button:has-text("Kirim keputusan")')
    phone.see('h2:has-text("Terkirim pukul")')


def open_the_truth(room: Room) -> str:
    with room.desk.timed("Membuka yang sebenarnya pada permainan tim"):
        room.desk_press("/meja/permainan/ungkap", path="/meja/permainan")
    room.wall.open("/meja/permainan/layar/kenyataan")
    room.wall.see(".game-figure")
    room.wall.picture("Pembahasan: laporan publik dibandingkan dengan yang sebenarnya.")
    ani = room.phones[0].window
    ani.open("/permainan")
    ani.see('h2:has-text("Yang sebenarnya terjadi")')
    ani.picture("Di ponsel: keberuntungan, mutu data, dan angka yang dikejar.")
    room.desk_press("/meja/permainan/akhiri", path="/meja/permainan")
    return "Yang sebenarnya dibuka: berapa dari selisih itu kebetulan, data, dan angka yang dikejar."


SCENES = (
    Scene("Tim berkumpul", gather),
    Scene("Dua tahun sebagai kepala dinas", live_the_years),
    Scene("Yang sebenarnya terjadi", open_the_truth),
)
