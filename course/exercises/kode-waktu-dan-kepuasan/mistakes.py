"""Typical wrong functions of "Kode: waktu dan kepuasan", each with the check that must catch it."""

MISTAKES = [
    {
        "id": "K304",
        "part": "tepat-waktu",
        "check": "register",
        "code": """
def tepat_waktu(register, batas):
    selesai = register[register["selesai"]]
    if len(selesai) == 0:
        return None
    return 100 * (selesai["hari"] <= batas).mean()
""",
        "message": "Berkas yang belum selesai dan sudah lewat batas tidak ikut dihitung. Siapa yang diuntungkan?",
    },
    {
        "id": "K321",
        "part": "tepat-waktu",
        "check": "belum-ada",
        "code": """
def tepat_waktu(register, batas):
    tepat = (register["selesai"] & (register["hari"] <= batas)).sum()
    dinilai = (register["selesai"] | (register["hari"] > batas)).sum()
    return 100 * int(tepat) / max(int(dinilai), 1)
""",
        "message": "Tanpa satu pun berkas yang dapat dinilai, fungsi ini tetap memberi angka. Apa jawaban yang jujur?",
    },
    {
        "id": "K303",
        "part": "tepat-waktu",
        "check": "batas",
        "code": """
def tepat_waktu(register, batas):
    tepat = (register["selesai"] & (register["hari"] < batas)).sum()
    dinilai = (register["selesai"] | (register["hari"] > batas)).sum()
    return 100 * int(tepat) / int(dinilai) if dinilai else None
""",
        "message": "Selesai tepat pada batas hari: masih dalam standar atau tidak? Baca definisinya.",
    },
    {
        "id": "K301",
        "part": "nilai-tengah",
        "check": "genap",
        "code": """
def nilai_tengah(lama):
    return sum(lama) / len(lama) if lama else None
""",
        "message": "Fungsi ini menghitung rata-rata. Satu nilai yang sangat besar akan menariknya.",
    },
    {
        "id": "K310",
        "part": "nilai-tengah",
        "check": "ganjil",
        "code": """
def nilai_tengah(lama):
    if not lama:
        return None
    n = len(lama)
    return lama[n // 2] if n & 1 else (sorted(lama)[n // 2 - 1] + sorted(lama)[n // 2]) / 2
""",
        "message": "Tengah daftar diambil sebelum diurutkan. Apakah daftarnya selalu urut?",
    },
    {
        "id": "K302",
        "part": "persentil",
        "check": "sembilan-puluh",
        "code": """
def persentil(lama, bagian):
    return bagian / 100 * max(lama) if lama else None
""",
        "message": "Persentil menghitung orang, bukan panjangnya. Urutkan dulu, lalu hitung orangnya.",
    },
    {
        "id": "K322",
        "part": "persentil",
        "check": "tujuh-berkas",
        "code": """
def persentil(lama, bagian):
    return sorted(lama)[int(bagian * len(lama) / 100) - 1] if lama else None
""",
        "message": "Peringkatnya dibulatkan ke bawah, sehingga kurang dari bagian yang diminta tercakup.",
    },
    {
        "id": "K306",
        "part": "nrr",
        "check": "biaya",
        "code": """
def nrr(jawaban):
    if not [satu for satu in jawaban if satu is not None]:
        return None
    return sum(satu or 0 for satu in jawaban) / len(jawaban)
""",
        "message": "Penyebut memuat orang yang tidak menjawab unsur ini.",
    },
    {
        "id": "K323",
        "part": "nrr",
        "check": "tanpa-jawaban",
        "code": """
def nrr(jawaban):
    isi = [satu for satu in jawaban if satu is not None]
    return sum(isi) / max(len(isi), 1)
""",
        "message": "Tanpa satu pun jawaban, fungsi ini tetap memberi angka. Samakah tidak ada data dengan nilai itu?",
    },
    {
        "id": "K324",
        "part": "membaca-hasil",
        "answer": lambda facts: "lama",
        "message": "Deret yang tersambung dari dua cara menghitung menyesatkan. Apa yang perlu dihitung ulang?",
    },
]
