"""Known wrong answers: chance read as evidence, zero cases as zero risk, small areas ranked."""

MISTAKES = [
    {
        "id": "K601",
        "part": "satu-kasus",
        "answer": lambda facts: 1000 / facts["lahir"],
        "message": "Periksa satuan AKI: per berapa kelahiran hidup?",
    },
    {
        "id": "K616",
        "part": "satu-kasus",
        "answer": lambda facts: 1,
        "message": "Satu kasus bukan satu poin. Nyatakan terhadap kelahiran hidupnya.",
    },
    {
        "id": "K604",
        "part": "turun",
        "answer": lambda facts: "terbukti",
        "message": "Bandingkan penurunan itu dengan naik-turun yang biasa terjadi.",
    },
    {
        "id": "K522",
        "part": "turun",
        "answer": lambda facts: "gagal",
        "message": "Angka ini juga tidak dapat menunjukkan kegagalan. Apa yang belum diketahui?",
    },
    {
        "id": "K605",
        "part": "nol-kasus",
        "answer": lambda facts: 0,
        "message": "Tidak ada kasus tahun ini belum berarti tidak ada risiko. Berapa kelahiran yang diamati?",
    },
    {
        "id": "K601",
        "part": "nol-kasus",
        "answer": lambda facts: 3689 / facts["lahir_nol"],
        "message": "Periksa satuan AKI: per berapa kelahiran hidup?",
    },
    {
        "id": "K617",
        "part": "target",
        "answer": lambda facts: "tercapai",
        "message": "Nilai tengahnya memang di bawah target. Apa kata batas atas rentangnya?",
    },
    {
        "id": "K618",
        "part": "target",
        "answer": lambda facts: "tidak",
        "message": "Batas atas itu yang masih mungkin, bukan yang pasti. Apa kata batas bawahnya?",
    },
    {
        "id": "K606",
        "part": "corong",
        "answer": lambda facts: "kota",
        "message": "Wilayah kecil selalu muncul di kedua ujung peringkat. Lihat lebar rentangnya.",
    },
    {
        "id": "K619",
        "part": "corong",
        "answer": lambda facts: "kabupaten",
        "message": "Kabupaten itu juga punya kelahiran terbanyak. Bandingkan dengan jumlah yang diharapkan.",
    },
    {
        "id": "K620",
        "part": "bulanan",
        "when": lambda facts, answer: "aki" in answer or "kasus" in answer,
        "message": "Ada ukuran yang hanya terjadi beberapa kali setahun. Apa yang terlihat pada grafik bulanannya?",
    },
]
