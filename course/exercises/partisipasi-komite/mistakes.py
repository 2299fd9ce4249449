"""Known wrong answers: meetings held or papers signed taken for participation."""

MISTAKES = [
    {
        "id": "K507",
        "part": "hadir",
        "answer": lambda facts: 100,
        "message": "Rapatnya terlaksana. Soal menanyakan siapa yang hadir.",
    },
    {
        "id": "K002",
        "part": "hadir",
        "answer": lambda facts: facts["hadir"] / facts["undangan"],
        "message": "Nilai Anda berbentuk bagian dari satu. Soal meminta persen.",
    },
    {
        "id": "K203",
        "part": "tindak-lanjut",
        "answer": lambda facts: facts["ditindaklanjuti"],
        "message": "Formula Anda menghitung jumlah. Persen membutuhkan pembanding: dari berapa?",
    },
    {
        "id": "K529",
        "part": "tindak-lanjut",
        "answer": lambda facts: 100 * (facts["keputusan"] - facts["ditindaklanjuti"]) / facts["keputusan"],
        "message": "Anda menghitung keputusan yang belum dikerjakan. Baca lagi yang ditanyakan.",
    },
    {
        "id": "K507",
        "part": "tanda",
        "when": lambda facts, answer: "terlaksana" in answer or "tandatangan" in answer,
        "message": "Rapat dan tanda tangan menunjukkan kesibukan. Apa yang berubah di sekolah sesudahnya?",
    },
    {
        "id": "K101",
        "part": "tanda",
        "when": lambda facts, answer: "spanduk" in answer,
        "message": "Spanduk itu kegiatan kita. Apa yang dilakukan masyarakat sesudah membacanya?",
    },
    {
        "id": "K530",
        "part": "pendamping",
        "answer": lambda facts: "jumlah-rapat",
        "message": "Jumlah rapat tetap sama walaupun keputusannya ringan. Angka mana yang ikut turun?",
    },
    {
        "id": "K102",
        "part": "pendamping",
        "answer": lambda facts: "serapan",
        "message": "Serapan menunjukkan uang yang terpakai. Bagaimana ia menangkap keputusan yang ringan?",
    },
]
