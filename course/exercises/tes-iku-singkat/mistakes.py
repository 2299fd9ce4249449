"""Typical wrong answers to Tes IKU singkat: lima butir."""

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
]
