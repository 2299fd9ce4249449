"""Key of the capstone: cards that pass the design rules, weights by a judge of its own, texts by a person."""

NAMES = ("pendidikan", "kesehatan", "layanan")
HEAVIEST, TOTAL = 50, 100
EDUCATION = {
    "name": "Angka putus sekolah SMP",
    "definition": (
        "Murid SMP dan MTs terdaftar tahun lalu yang tidak lagi terdaftar di satuan mana pun, "
        "tidak lulus, tidak meninggal, dan bukan mutasi terlacak"
    ),
    "formula": "murid putus sekolah ÷ murid tahun lalu × 100",
    "polarity": "minimize",
    "data_source": "Data pokok pendidikan, dicocokkan dengan data kependudukan",
    "evidence": "Daftar kode murid tersamar; berita acara cocok data",
    "limitations": "Mutasi ke luar provinsi terlambat terlacak",
    "gaming": "Murid putus dicatat sebagai mutasi",
    "companion": "Persentase mutasi tanpa sekolah tujuan",
}
HEALTH = {
    "definition": (
        "Kematian ibu penduduk kabupaten selama hamil, bersalin, dan nifas menurut tempat tinggal; "
        "tidak termasuk kecelakaan"
    ),
    "formula": "kematian ibu ÷ kelahiran hidup × 100.000",
    "unit": "per 100.000 kelahiran hidup",
    "polarity": "minimize",
    "data_source": "Register kohort ibu puskesmas dan rumah sakit",
    "evidence": "Laporan audit maternal",
    "limitations": "Kasusnya sedikit; satu kasus menggeser angka jauh",
    "companion": "Persentase persalinan di fasilitas kesehatan, dipantau bulanan",
}
LICENSING = {
    "definition": (
        "Seluruh izin yang berkasnya lengkap; berkas terbuka yang lewat batas dihitung terlambat, "
        "dan pengembalian tidak memulai hitungan baru"
    ),
    "formula": "izin terbit dalam batas waktu ÷ (izin terbit + berkas terbuka lewat batas) × 100",
    "targets": "2026: 90; 2027: 92",
    "evidence": "Ekspor log sistem perizinan; uji petik 50 berkas",
    "limitations": "Waktu pemohon melengkapi berkas belum terpisah pada data lama",
    "gaming": "Berkas dikembalikan supaya hitungan mulai lagi",
    "companion": "Persentase berkas dikembalikan dan angka penolakan",
}


def variant(rng):
    return {}


def key(facts):
    return {
        "pendidikan": EDUCATION,
        "kesehatan": HEALTH,
        "layanan": LICENSING,
        "bobot": {"pendidikan": 35, "kesehatan": 35, "layanan": 30},
    }


def judge_bobot(facts, answer):
    """Weights that add up to 100, none of them deciding the score alone."""
    weights = [answer[name] for name in NAMES]
    if min(weights) <= 0:
        return 0.0, "Setiap indikator utama memikul bobot. Indikator berbobot nol bukan lagi utama."
    adds_up = abs(sum(weights) - TOTAL) < 0.01
    balanced = max(weights) <= HEAVIEST
    if adds_up and balanced:
        return 1.0, ""
    message = "Jumlahkan dulu bobotnya. Berapa yang kurang atau lebih?"
    if adds_up:
        message = "Satu indikator menentukan lebih dari separuh nilai. Apakah itu memang pilihan Anda?"
    return 0.5 if adds_up or balanced else 0.0, message
