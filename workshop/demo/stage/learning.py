"""The middle of the day: a lesson, a simulator, an exercise with hints, a poll, notebooks, the team game."""

from __future__ import annotations

from workshop.demo.stage.room import Room, Scene, must
from workshop.service import codes

EXERCISE, NOTEBOOK = "capaian-polaritas", "nilai-skm"
LESSON, SIMULATOR = "apa-itu-iku", "loket"
LESSON_SECONDS = 60.0  # the first reader of a class may have to wait until the lesson has been run
GUESSES = (4, 9, 14)  # how many times the arrow key is pressed before a guess is locked


def read_a_lesson(room: Room) -> str:
    ani = room.phones[0].window
    with ani.timed("Membuka pelajaran pertama kali"):
        ani.open(f"/pelajaran/{LESSON}")
        ani.see("main.lesson", LESSON_SECONDS)
    ani.picture("Pelajaran di ponsel. Tebakan dikunci dahulu; hasilnya masih tertutup.")
    result = "main.lesson details.hasil:has(img)"
    ani.press(f"{result} > summary")
    ani.see(f"{result}[open] img")
    ani.picture("Hasilnya dibuka: gambar dan angka, tanpa kode.")
    return "Ani membaca pelajaran pertama, menebak, lalu membuka hasilnya."


def guess_and_play(room: Room) -> str:
    """Predict → play → explain, with the guesses of the room on the wall."""
    room.turn_to("Loket: dua menjadi tiga")
    wall = room.wall
    code = codes.grouped(room.running.class_code).replace(" ", "+")
    wall.open(f"/simulator/{SIMULATOR}?view=projector&kode={code}")
    wall.see(".iku.sim[data-replications]", 40)
    wall.page.keyboard.press("PageDown")
    for presses, trainee in zip(GUESSES, room.phones, strict=True):
        phone = trainee.window
        with phone.timed("Membuka simulator di ponsel"):
            phone.open(f"/buka-simulator/{SIMULATOR}")
            phone.see(".iku.sim[data-replications]", 40)
        phone.press('button:has-text("Mulai menebak")')
        phone.page.locator("#iku-guess").focus()
        for _ in range(presses):
            phone.page.keyboard.press("ArrowRight")
        if trainee is room.phones[0]:
            phone.picture("Sebelum bermain, setiap orang mengunci tebakannya.")
        phone.press('button:has-text("Kunci tebakan")')
    dots = wall.page.locator(".strip .dots circle, .strip-box .dots circle")
    wall.until(lambda: dots.count() >= len(GUESSES), "tebakan dari ponsel tampil di proyektor")
    wall.picture("Tebakan seisi kelas di proyektor, tanpa nama.")
    wall.page.keyboard.press("PageDown")
    wall.page.keyboard.press("1")
    before = wall.text(".iku .finding")
    with wall.timed("Menggeser pengatur sampai angka di proyektor berubah"):
        wall.page.keyboard.press("ArrowRight")
        wall.until(lambda: wall.text(".iku .finding") != before, "angka di proyektor berubah")
    wall.see(".progress-slot.full")
    wall.picture("Fasilitator menambah satu petugas loket; angka, gambar, dan rentangnya ikut berubah.")
    phone = room.phones[0].window
    phone.see(".progress-slot.full")
    phone.picture("Simulator yang sama di ponsel.")
    return "Tiga ponsel menebak, proyektor menampilkan tebakan itu, lalu simulator dimainkan."


def welcome_guests(room: Room) -> str:
    """Mode sosialisasi: somebody from the audience, without name and code."""
    room.wall.open("/meja/umum")
    room.wall.press('button:has-text("Buka mode sosialisasi")')
    room.wall.see("svg.qr")
    room.wall.picture("Mode sosialisasi: satu alamat tanpa masuk, untuk ratusan orang.")
    guest = room.theatre.phone("Ponsel tamu")
    guest.open("/umum")
    guest.see('h1:has-text("Coba sendiri")')
    guest.picture("Tamu hanya melihat simulator dan jajak pendapat yang dibuka.")
    guest.quiet = True  # the browser will note that the page is refused
    room.wall.press('button:has-text("Tutup mode sosialisasi")')
    room.wall.arrive("/meja")
    guest.see('.hint:has-text("Halaman umum sedang ditutup")')
    guest.page.context.close()
    return "Seorang tamu bermain tanpa nama dan tanpa kode, sampai fasilitator menutupnya lagi."


def meet_a_hint(room: Room) -> str:
    room.turn_to("Tiga skor dan satu matriks")
    ani = room.phones[0]
    part = next(part for part in ani.form_parts(EXERCISE) if part.kind == "number" and part.wrong)
    ani.window.open(f"/latihan/{EXERCISE}/{part.place}")
    ani.fill(part, next(iter(part.wrong.values())))
    with ani.window.timed("Menekan Periksa sampai petunjuk tampil"):
        ani.window.press("#periksa")
        ani.window.see('#petunjuk .hint:has-text("Belum tepat")')
    ani.window.picture("Jawaban keliru: petunjuk menyebut gagasan yang perlu dilihat lagi, bukan jawabannya.")
    must(str(part.right) not in ani.window.text("#petunjuk"), "Petunjuk membocorkan jawabannya.")
    ani.fill(part, part.right)
    ani.window.press("#periksa")
    ani.window.see("#petunjuk .hint.good")
    ani.window.picture("Diperbaiki, lalu diperiksa lagi.")
    return "Ani keliru, membaca petunjuk, lalu memperbaiki sendiri."


def lose_the_network(room: Room) -> str:
    citra = room.phones[2]
    part = next(part for part in citra.form_parts(EXERCISE) if part.kind == "number")
    phone = citra.window
    phone.open(f"/latihan/{EXERCISE}/{part.place}")
    phone.quiet = True  # the browser itself complains while it has no network
    phone.page.context.set_offline(True)
    citra.fill(part, part.right)
    phone.page.locator("#jawaban").blur()
    phone.see("#putus:not([hidden])")
    phone.picture("Wi-Fi hilang: jawaban disimpan di ponsel dan menunggu.")
    phone.page.context.set_offline(False)
    phone.see('#tersimpan:has-text("Tersimpan")', 30)
    phone.page.reload()
    phone.quiet = False
    kept = phone.page.input_value("#jawaban")
    must(kept == str(part.right), f'Jawaban yang diketik tanpa Wi-Fi berubah menjadi "{kept}".')
    return "Wi-Fi Citra hilang saat ia mengetik. Begitu kembali, jawabannya terkirim sendiri."


def look_up(room: Room) -> str:
    """Timer and "semua lihat ke depan", asked for at the desk and lifted on a second facilitator's phone."""
    desk, ani = room.desk, room.phones[0].window
    desk.open(f"/meja?latihan={EXERCISE}")
    desk.press('button:has-text("5 menit")')
    desk.press('button:has-text("Semua lihat ke depan")')
    desk.see('button:has-text("Lepas perhatian")')
    with ani.timed("Meminta perhatian sampai ponsel menampilkannya"):
        ani.see(".look-up", 15)
    ani.picture("Semua lihat ke depan: ponsel beristirahat, jawaban tersimpan.")
    second = room.theatre.phone("Ponsel fasilitator kedua")
    second.open("/meja/masuk")
    second.write("input[name=kode_meja]", room.running.desk_code)
    second.press("main button")
    second.arrive("/meja")
    second.picture("Fasilitator kedua mengemudikan kelas yang sama dari ponselnya.")
    second.press('button:has-text("Lepas perhatian")')
    ani.gone(".look-up")
    ani.see('#waktu:not([hidden]):has-text("Sisa")')
    second.page.context.close()
    return "Fasilitator memberi lima menit dan meminta perhatian; fasilitator kedua melepasnya dari ponsel."


def answer_and_hand_in(room: Room) -> str:
    for wrong, trainee in enumerate(room.phones):
        trainee.work_through(EXERCISE, wrong=wrong)
        if trainee is room.phones[0]:
            trainee.window.picture("Sebelum mengirim: semua bagian terisi.")
        receipt = trainee.hand_in(EXERCISE)
        if trainee is room.phones[0]:
            trainee.window.picture(f"Terkirim, dengan tanda terima {receipt}.")
    room.desk.open(f"/meja?latihan={EXERCISE}")
    room.desk.see(f'#papan:has-text("{len(room.phones)} dari {len(room.everyone)}")')
    room.desk.picture("Meja: agenda, papan jawaban per bagian, peserta, dan sisa waktu.")
    room.wall.open(f"/meja/papan?latihan={EXERCISE}")
    room.wall.see(f'footer:has-text("{len(room.phones)} dari {len(room.everyone)}")')
    shown = room.wall.text()
    must(not any(trainee.name in shown for trainee in room.everyone), "Papan di proyektor menyebut nama.")
    room.wall.picture("Papan yang sama di proyektor, tanpa nama.")
    return "Tiga ponsel menjawab enam bagian dan mengirim; papan di meja berubah sendiri."


def ask_the_room(room: Room) -> str:
    """A choice and a list of words."""
    desk = room.desk
    polls = (
        (
            "Apa yang paling sulit di unit Anda?",
            "choice",
            "Menetapkan target\nMengumpulkan data\nMemakai hasilnya",
        ),
        ("Satu kata tentang IKU hari ini", "words", ""),
    )
    for number, (question, kind, options) in enumerate(polls, 1):
        desk.open("/meja/jajak")
        desk.write("#tanya", question)
        desk.press(f'label:has(input[value="{kind}"])')
        desk.write("textarea[name=pilihan]", options)
        desk.press('button:has-text("Buka untuk kelas")')
        desk.see(f'h2:has-text("{question}")')
        for nth, trainee in enumerate(room.phones):
            phone = trainee.window
            phone.open("/jajak")
            if kind == "choice":
                phone.press(f'label:has(input[value="{nth % 2}"])')
            else:
                phone.write("#pilihan", ("jelas", "terukur", "jelas")[nth])
            phone.press('main button:has-text("Kirim")')
            phone.see('.hint:has-text("Tersimpan")')
        room.desk_press(f"/meja/jajak/{number}/tampilkan", path="/meja/jajak")
        room.wall.open(f"/meja/jajak/{number}/layar")
        room.wall.see("#isi-langsung")
        room.wall.picture(f"Jajak pendapat di proyektor: {question}")
        room.desk_press(f"/meja/jajak/{number}/tutup", path="/meja/jajak")
    return "Satu jajak pendapat dan satu daftar kata; hasilnya tampil tanpa nama."


SCENES = (
    Scene("Pelajaran di ponsel", read_a_lesson),
    Scene("Tebak, main, artinya", guess_and_play),
    Scene("Jajak pendapat dan daftar kata", ask_the_room),
    Scene("Mode sosialisasi", welcome_guests),
    Scene("Latihan dengan petunjuk", meet_a_hint),
    Scene("Wi-Fi hilang sebentar", lose_the_network),
    Scene("Waktu dan perhatian", look_up),
    Scene("Menjawab dan mengirim", answer_and_hand_in),
)
