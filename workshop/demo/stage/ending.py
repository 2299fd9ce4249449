"""The end of the day: close, grade, give back, post-test, evaluation, certificates, recap; then the lights go out."""

from __future__ import annotations

from openpyxl import load_workbook

from workshop.demo.stage.arriving import TEST
from workshop.demo.stage.learning import EXERCISE, NOTEBOOK
from workshop.demo.stage.people import Trainee
from workshop.demo.stage.room import Room, Scene, must

GRADE_SECONDS = 60.0


def close_and_grade(room: Room) -> str:
    desk = room.desk
    exercises = [EXERCISE, NOTEBOOK] if room.coders else [EXERCISE]
    for exercise in exercises:
        room.desk_press(f"/meja/latihan/{exercise}/tutup", path=f"/meja?latihan={exercise}")
    with desk.timed("Menilai semua jawaban"):
        desk.press('button:has-text("Nilai semua")')
        desk.see('#nilai:has-text("jawaban dinilai")', GRADE_SECONDS)
    count = len(room.everyone)
    must(f"{count} jawaban dinilai" in desk.text("#nilai"), f"Bukan {count} jawaban yang dinilai.")
    desk.picture("Semua dinilai; yang tidak dinilai penuh akan disebut di sini.")
    if room.coders:
        desk.see(
            f'#papan [aria-label^="{len(room.coders)} benar"]'
        )  # what was handed in as a notebook counts too
    for exercise in exercises:
        room.desk_press(f"/meja/bagikan/{exercise}", path=f"/meja?latihan={exercise}")
        desk.see('#nilai:has-text("Umpan balik dibagikan")')
    return f"{count} jawaban dari ponsel dan laptop dinilai bersama, lalu umpan balik dibagikan."


def read_the_feedback(room: Room) -> str:
    """What everybody deserves is known beforehand: all right but for as many as they got wrong on purpose."""
    for wrong, trainee in enumerate(room.phones):
        parts = trainee.form_parts(EXERCISE)
        missed = [part.points for part in parts if part.wrong][::-1][:wrong]
        _expect(trainee, EXERCISE, sum(part.points for part in parts) - sum(missed))
    room.phones[-1].window.picture(
        "Umpan balik di ponsel: nilai, pesan tiap bagian, apa yang perlu dilihat lagi."
    )
    for coder in room.coders:
        _expect(coder, NOTEBOOK, sum(part.points for part in coder.keys.parts(coder.name, NOTEBOOK)))
    return "Setiap orang melihat nilainya sendiri, sama dengan yang pantas diterimanya."


def _expect(trainee: Trainee, offer: str, deserved: float) -> None:
    trainee.window.open(f"/umpan-balik/{offer}")
    shown = float(trainee.window.text(".score-big b").replace(",", "."))
    must(abs(shown - deserved) < 1e-6, f"Nilai {trainee.name} {shown:g}, seharusnya {deserved:g}.")


def write_the_posttest(room: Room) -> str:
    room.turn_to("Postes pendek")
    room.desk.open("/meja/tes")
    room.desk.press('button[value="postes"]')
    room.desk.see(f'a[href="/meja?latihan=postes-{TEST}"]')
    for trainee in room.phones:
        trainee.work_through(f"postes-{TEST}", wrong=1 if trainee is room.phones[-1] else 0)
        trainee.hand_in(f"postes-{TEST}")
    room.desk_press(f"/meja/latihan/postes-{TEST}/tutup", path="/meja/tes")
    room.wall.open("/meja/tes/layar")
    must("N-gain" in room.wall.text(), "Layar kenaikan tidak menyebut N-gain.")
    room.wall.picture("Sebelum dan sesudah belajar, satu baris satu peserta, tanpa nama.")
    return "Postes dengan angka lain; proyektor menampilkan kenaikannya tanpa nama."


def evaluate(room: Room) -> str:
    room.turn_to("RTL satu kalimat dan evaluasi")
    room.desk_press("/meja/evaluasi", path="/meja/evaluasi")
    for nth, trainee in enumerate(room.phones):
        phone = trainee.window
        phone.open("/evaluasi")
        names = phone.page.eval_on_selector_all(
            "input[type=radio]", "boxes => [...new Set(boxes.map(box => box.name))]"
        )
        for name in names:
            phone.press(f'label:has(input[name="{name}"][value="{4 - nth % 2}"])')
        if nth == 0:
            phone.picture("Evaluasi sesi: lima pernyataan, tanpa nama.")
        phone.press('button:has-text("Kirim evaluasi")')
        phone.see('.hint:has-text("Terima kasih")')
    room.desk.open("/meja/evaluasi")
    room.desk.see('main:has-text("3 jawaban")')
    room.desk.picture("Hasil evaluasi di meja.")
    return "Tiga peserta mengisi evaluasi tanpa nama; meja menghitungnya."


def award(room: Room) -> str:
    desk, ani = room.desk, room.phones[0].window
    desk.open("/meja/sertifikat")
    for field, text in (
        ("judul", "Mengenal IKU"),
        ("penyelenggara", "BPSDM Provinsi (contoh)"),
        ("tempat", "Jambi"),
    ):
        desk.write(f"#{field}", text)
    desk.press('button[value="simpan"]')
    desk.choose("#minimal", "1")
    desk.press('summary:has-text("Terbitkan")')
    desk.press('button[value="terbitkan"]')
    desk.see('a[href="/meja/sertifikat.pdf"]')
    desk.picture("Sertifikat bernomor terbit sebelum peserta pulang.")
    ani.open("/kelas")
    ani.see('a[href="/sertifikat.pdf"]')
    ani.picture("Kelas saya di akhir hari: sertifikat, nilai, dan kemajuan.")
    content = room.download(ani, 'a[href="/sertifikat.pdf"]', "sertifikat.pdf").read_bytes()
    must(content.startswith(b"%PDF"), "Sertifikat yang diunduh bukan PDF.")
    return "Sertifikat diterbitkan untuk semua yang mengirim latihan, dan diunduh di ponsel."


def take_the_recap(room: Room) -> str:
    room.desk.open("/meja")
    book = load_workbook(room.download(room.desk, 'a[href="/meja/rekap.xlsx"]', "rekap.xlsx"), read_only=True)
    cells = {str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell}
    for trainee in room.everyone:
        must(trainee.name in cells, f"{trainee.name} tidak ada di rekap.")
    paper = room.download(room.desk, 'a[href="/meja/rekap.pdf"]', "rekap.pdf").read_bytes()
    must(paper.startswith(b"%PDF"), "Rekap yang diunduh bukan PDF.")
    return "Rekap kelas dalam xlsx dan PDF: daftar hadir, nilai, kenaikan, butir yang sulit."


SCENES = (
    Scene("Ditutup, dinilai, dibagikan", close_and_grade),
    Scene("Umpan balik dibaca", read_the_feedback),
    Scene("Postes dan kenaikan", write_the_posttest),
    Scene("Evaluasi sesi", evaluate),
    Scene("Sertifikat", award),
    Scene("Rekap", take_the_recap),
)
