"""Known wrong answers: another group below the line, or above it."""

MISTAKES = [
    {
        "id": "K508",
        "part": "rasio",
        "row": "apk",
        "answer": lambda facts: 100,
        "message": "APK menghitung murid segala usia. Mungkinkah jumlahnya melebihi penduduk usia itu?",
    },
    {
        "id": "K509",
        "part": "rasio",
        "row": "apk",
        "answer": lambda facts: 100 * facts["usia_resmi"] / facts["penduduk"],
        "message": "Anda hanya menghitung murid usia resmi. Siapa lagi yang duduk di jenjang ini?",
    },
    {
        "id": "K502",
        "part": "rasio",
        "row": "apm",
        "answer": lambda facts: 100 * facts["murid"] / facts["penduduk"],
        "message": "Pembilang Anda memuat murid di luar usia resmi jenjang ini.",
    },
    {
        "id": "K510",
        "part": "rasio",
        "row": "apm",
        "answer": lambda facts: 100 * facts["usia_resmi"] / facts["murid"],
        "message": "Anda membagi dengan murid. APM melihat dari penduduk: berapa anak usia itu seluruhnya?",
    },
    {
        "id": "K511",
        "part": "rasio",
        "row": "partisipasi",
        "answer": lambda facts: 100 * facts["usia_resmi"] / facts["penduduk"],
        "message": "Anda hanya menghitung yang ada di SD. Anak usia itu boleh bersekolah di jenjang mana saja.",
    },
    {
        "id": "K501",
        "part": "putus",
        "answer": lambda facts: facts["smp_partisipasi"],
        "message": "Ada dua indikator dengan singkatan APS. Baca nama lengkap dan polaritasnya.",
    },
    {
        "id": "K503",
        "part": "putus",
        "answer": lambda facts: 100 * facts["putus"] / facts["smp_kini"],
        "message": "Dari kelompok mana anak-anak itu keluar? Gunakan jumlah murid pada saat itu.",
    },
    {
        "id": "K002",
        "part": "putus",
        "answer": lambda facts: facts["putus"] / facts["smp_lalu"],
        "message": "Nilai Anda berbentuk bagian dari satu. Soal meminta persen.",
    },
    {
        "id": "K506",
        "part": "lulus",
        "answer": lambda facts: 100 * facts["lulus"] / facts["peserta_ujian"],
        "message": "Murid yang tidak ikut ujian hilang dari penyebut Anda. Lihat definisi operasionalnya.",
    },
    {
        "id": "K520",
        "part": "lulus",
        "answer": lambda facts: 100 * facts["peserta_ujian"] / facts["tingkat_akhir"],
        "message": "Anda menghitung yang ikut ujian. Soal menanyakan yang lulus.",
    },
    {
        "id": "K508",
        "part": "arti-apk",
        "answer": lambda facts: "batasi",
        "message": "APK menghitung murid segala usia. Mungkinkah jumlahnya melebihi penduduk usia itu?",
    },
    {
        "id": "K509",
        "part": "arti-apk",
        "answer": lambda facts: "buang",
        "message": "Bila murid itu dikeluarkan, rasio lain yang Anda hitung. Apa bedanya kasar dan murni?",
    },
    {
        "id": "K501",
        "part": "singkatan",
        "answer": lambda facts: "target",
        "message": "Target baru tidak menolong selama pembaca belum tahu indikator mana yang dimaksud.",
    },
]
