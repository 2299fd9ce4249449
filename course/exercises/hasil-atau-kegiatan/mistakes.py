"""Typical wrong answers to "Hasil atau kegiatan?"."""

MISTAKES = [
    {
        "id": "K101",
        "part": "iku-dinas",
        "answer": lambda facts: "kegiatan",
        "message": "Pilihan Anda menghitung apa yang kita kerjakan. Apa yang berubah bagi warga sesudahnya?",
    },
    {
        "id": "K109",
        "part": "iku-dinas",
        "answer": lambda facts: "anggaran",
        "message": "Uang yang terpakai adalah masukan. Apa yang dibeli warga dengan uang itu?",
    },
    {
        "id": "K105",
        "part": "ukuran-hasil",
        "when": lambda facts, answer: "kader" in answer,
        "message": "Kader belum menjadi manfaat. Siapa yang merasakan kehadiran mereka, dan apa tandanya?",
    },
    {
        "id": "K110",
        "part": "ukuran-hasil",
        "when": lambda facts, answer: "aki" in answer and "kader" not in answer,
        "message": "Salah satu pilihan Anda sudah satu tingkat lebih jauh: perubahan di masyarakat, bukan pada pengguna layanan.",
    },
    {
        "id": "K111",
        "part": "kader",
        "answer": lambda facts: "hasil",
        "message": "Kader yang terlatih belum tentu dirasakan warga. Siapa yang merasakan manfaatnya, dan apa tandanya?",
    },
    {
        "id": "K102",
        "part": "capaian-hasil",
        "answer": lambda facts: facts["serapan"],
        "message": "Angka itu menunjukkan uang yang terpakai. Soal menanyakan hasil.",
    },
    {
        "id": "K202",
        "part": "capaian-hasil",
        "answer": lambda facts: 100 * facts["realisasi"] / facts["target"],
        "message": "Baca nama indikatornya: bila angkanya naik, apakah warga senang?",
    },
    {
        "id": "K108",
        "part": "efisiensi",
        "answer": lambda facts: 100 * facts["capaian_lain"] / facts["serapan_lain"],
        "message": "Anda membagi. Kesepakatan pada soal ini membandingkan dengan selisih.",
    },
]
