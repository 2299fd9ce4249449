"""Known wrong answers: success claimed without evidence, rankings, families that can be recognised."""

MISTAKES = [
    {
        "id": "K630",
        "part": "persen-turun",
        "answer": lambda facts: 100 * (facts["lama"] - facts["baru"]) / facts["baru"],
        "message": "Anda membandingkan dengan tahun ini. Turunnya diukur dari tahun yang mana?",
    },
    {
        "id": "K631",
        "part": "persen-turun",
        "answer": lambda facts: facts["lama"] - facts["baru"],
        "message": "Itu selisih kasusnya. Nyatakan terhadap jumlah tahun lalu.",
    },
    {
        "id": "K604",
        "part": "didukung",
        "when": lambda facts, answer: "berhasil" in answer,
        "message": "Kedua rentang bertumpang lebar. Bukti apa yang memisahkan program dari kebetulan?",
    },
    {
        "id": "K606",
        "part": "didukung",
        "when": lambda facts, answer: "terbaik" in answer,
        "message": "Tidak ada kabupaten lain pada datanya. Dari mana kata terbaik itu?",
    },
    {
        "id": "K605",
        "part": "didukung",
        "when": lambda facts, answer: "aman" in answer,
        "message": "Kasus yang berkurang bukan risiko yang hilang. Apa kata batas atas rentangnya?",
    },
    {
        "id": "K606",
        "part": "unsur",
        "when": lambda facts, answer: "peringkat" in answer,
        "message": "Peringkat dari kasus yang sedikit berganti setiap tahun. Apa gunanya bagi pembaca?",
    },
    {
        "id": "K632",
        "part": "unsur",
        "when": lambda facts, answer: "nama" in answer,
        "message": "Satu kasus di satu kecamatan menunjuk satu keluarga. Siapa yang dapat dikenali?",
    },
    {
        "id": "K632",
        "part": "perincian",
        "answer": lambda facts: "beri",
        "message": "Data kinerja memang terbuka. Siapa yang dapat dikenali dari kecamatan dengan satu kasus?",
    },
    {
        "id": "K633",
        "part": "perincian",
        "answer": lambda facts: "tolak",
        "message": "Warga berhak atas informasi kinerja. Bagian mana yang tetap dapat dibuka?",
    },
    {
        "id": "K701",
        "part": "perincian",
        "answer": lambda facts: "nol",
        "message": "Angka yang diganti bukan lagi data. Bagaimana menjaga orangnya tanpa mengubah angkanya?",
    },
]
