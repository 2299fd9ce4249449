"""Typical wrong answers to Tes IKU: lima belas butir."""

from statistics import mean

MISTAKES = [
    {
        "id": "K101",
        "part": "p01",
        "answer": lambda facts: facts["p01_kegiatan"],
        "message": "Pilihan Anda menghitung apa yang kita kerjakan. Apa yang berubah bagi warga sesudahnya?",
    },
    {
        "id": "K109",
        "part": "p01",
        "answer": lambda facts: facts["p01_uang"],
        "message": "Uang yang terpakai adalah masukan. Apa yang dirasakan warga?",
    },
    {
        "id": "K104",
        "part": "p02",
        "answer": lambda facts: 0,
        "message": "Jumlahkan target bawahan, lalu bandingkan dengan target pimpinan.",
    },
    {
        "id": "K105",
        "part": "p03",
        "answer": lambda facts: "hasil",
        "message": "Siapa yang merasakan manfaatnya, dan apa tandanya? Itu belum tampak pada indikator ini.",
    },
    {
        "id": "K101",
        "part": "p04",
        "when": lambda facts, answer: bool(answer) and "kegiatan" not in answer,
        "message": "Apakah kartu ini menghitung pekerjaan kita atau perubahan bagi warga?",
    },
    {
        "id": "K201",
        "part": "p04",
        "when": lambda facts, answer: (
            "kegiatan" in answer
            and "target-di-nama" in facts["p04_kunci"]
            and "target-di-nama" not in answer
        ),
        "message": "Nama indikator dipakai bertahun-tahun, sedangkan targetnya berganti. Periksa bilangan pada kartu.",
    },
    {
        "id": "K203",
        "part": "p05",
        "answer": lambda facts: facts["p05_a"],
        "message": "Anda menulis jumlahnya. Persen membutuhkan pembanding: dari berapa?",
    },
    {
        "id": "K301",
        "part": "p06",
        "answer": lambda facts: mean(facts["p06"]),
        "message": "Satu berkas yang sangat lama menarik angka Anda. Carilah warga yang berada di tengah urutan.",
    },
    {
        "id": "K304",
        "part": "p07",
        "answer": lambda facts: 100 * facts["p07_tepat"] / facts["p07_selesai"],
        "message": "Berkas yang belum selesai dan sudah lewat batas tidak ikut Anda hitung. Siapa yang diuntungkan?",
    },
    {
        "id": "K306",
        "part": "p08",
        "answer": lambda facts: facts["p08_jumlah"] / facts["p08_n"],
        "message": "Penyebut Anda memuat orang yang tidak menjawab unsur ini.",
    },
    {
        "id": "K401",
        "part": "p09",
        "answer": lambda facts: 100 * facts["p09_r"] / facts["p09_t"],
        "message": "Anda memakai rumus untuk 'semakin tinggi semakin baik'. Apakah indikator ini demikian?",
    },
    {
        "id": "K402",
        "part": "p09",
        "answer": lambda facts: 100 * facts["p09_t"] / facts["p09_r"],
        "message": "Kebalikan pecahan bukan rumus yang dipakai peraturan ini. Hitung seberapa jauh realisasi dari target.",
    },
    {
        "id": "K407",
        "part": "p10",
        "answer": lambda facts: "baik" if facts["p10_hasil"] == "di atas" else None,
        "message": "Anda menimbang keduanya seperti rata-rata. Baca lagi kolom perilaku di bawah ekspektasi.",
    },
    {
        "id": "K807",
        "part": "p10",
        "answer": lambda facts: "baik" if facts["p10_hasil"] == "di bawah" else None,
        "message": "Sikap baik tetap dihargai, tetapi hasilnya di bawah ekspektasi. Cari selnya pada matriks.",
    },
    {
        "id": "K502",
        "part": "p11",
        "answer": lambda facts: 100 * facts["p11_semua"] / facts["p11_penduduk"],
        "message": "Pembilang Anda memuat murid di luar usia resmi jenjang ini.",
    },
    {
        "id": "K508",
        "part": "p11",
        "answer": lambda facts: 100,
        "message": "Nilai itu tidak lahir dari pembilang dan penyebut pada soal. Murid mana yang dihitung?",
    },
    {
        "id": "K505",
        "part": "p12",
        "answer": lambda facts: facts["p12_latih"] - facts["p12_awal"],
        "message": "Sekolah yang tidak dilatih juga naik. Bagian mana yang milik pelatihan?",
    },
    {
        "id": "K512",
        "part": "p12",
        "answer": lambda facts: facts["p12_banding"] - facts["p12_awal"],
        "message": "Itu kenaikan sekolah pembanding. Seberapa lebih besar kenaikan yang dilatih?",
    },
    {
        "id": "K604",
        "part": "p13",
        "answer": lambda facts: facts["p13_turun"],
        "message": "Bandingkan penurunan itu dengan naik-turun yang biasa terjadi.",
    },
    {
        "id": "K607",
        "part": "p13",
        "answer": lambda facts: facts["p13_program"],
        "message": "Apa yang terjadi di wilayah tanpa program? Soal belum menyebutnya.",
    },
    {
        "id": "K702",
        "part": "p14",
        "answer": lambda facts: 100 * facts["p14_baris"] / facts["p14_anak"],
        "message": "Sebagian orang terhitung dua kali. Apa kunci uniknya?",
    },
    {
        "id": "K804",
        "part": "p15",
        "answer": lambda facts: 100 * facts["p15_tepat"] / facts["p15_berkas"],
        "message": "Bandingkan tanggal masuk pertama dengan tanggal yang dicatat sistem.",
    },
]
