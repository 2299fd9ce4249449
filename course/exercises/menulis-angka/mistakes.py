"""Typical wrong answers to "Menulis angka"."""

MISTAKES = [
    {
        "id": "K001",
        "part": "responden",
        "answer": lambda facts: facts["responden"] / 1000,
        "message": "Periksa arti titik dan koma pada bilangan ini. Titik memisahkan ribuan, koma memisahkan desimal.",
    },
    {
        "id": "K002",
        "part": "persen",
        "answer": lambda facts: facts["selesai"] / 1000,
        "message": "Nilai Anda berbentuk bagian dari satu. Soal meminta persen.",
    },
    {
        "id": "K003",
        "part": "naik-relatif",
        "answer": lambda facts: facts["akhir"] - facts["awal"],
        "message": "Anda menghitung selisih poin persen. Bandingkan selisih itu dengan nilai awalnya.",
    },
    {
        "id": "K005",
        "part": "naik-relatif",
        "answer": lambda facts: 100 * (facts["akhir"] - facts["awal"]) / facts["akhir"],
        "message": "Pembaginya nilai akhir. Kenaikan diukur dari tempat Anda berangkat: nilai mana itu?",
    },
    {
        "id": "K006",
        "part": "poin-persen",
        "answer": lambda facts: "persen",
        "message": "Hitung seberapa besar kenaikan itu dibanding nilai awalnya. Samakah dengan selisih kedua angka?",
    },
    {
        "id": "K004",
        "part": "pembulatan",
        "answer": lambda facts: 0.67 * facts["berkas"],
        "message": "Pembulatan dilakukan terlalu awal. Simpan semua desimal sampai langkah terakhir.",
    },
    {
        "id": "X14",
        "part": "jam-pelajaran",
        "answer": lambda facts: facts["menit"] / 60,
        "message": "Anda memakai jam 60 menit. Berapa menit satu JP pada pelatihan ini?",
    },
    {
        "id": "K007",
        "part": "perangkat",
        "answer": lambda facts: "ulang",
        "message": "Peserta baru mulai dari kosong. Apa yang menghubungkan Anda dengan jawaban yang sudah tersimpan?",
    },
]
