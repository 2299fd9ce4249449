"""Key of the exercise on school committees: people who came, decisions that were followed up."""

from kpi_sim import attendance_rate, pooled_ratio

CARD = {
    "name": "Persentase keputusan komite sekolah yang ditindaklanjuti",
    "definition": (
        "Keputusan rapat komite SMP negeri selama setahun yang sudah dikerjakan sekolah menurut bukti; "
        "tidak termasuk keputusan tentang acara dan seragam"
    ),
    "formula": "keputusan yang ditindaklanjuti ÷ seluruh keputusan × 100",
    "data_source": "Register keputusan komite, diverifikasi pengawas sekolah",
    "evidence": "Notulen rapat; bukti pelaksanaan tiap keputusan",
    "companion": "Persentase keputusan tentang pembelajaran dan keamanan",
}


def variant(rng):
    undangan, keputusan = 5 * int(rng.integers(10, 19)), int(rng.integers(37, 57))
    return {
        "rapat": int(rng.integers(2, 5)),
        "undangan": undangan,
        "hadir": undangan * int(rng.integers(55, 81)) // 100,
        "keputusan": keputusan,
        "ditindaklanjuti": keputusan * int(rng.integers(76, 91)) // 100,
    }


def key(facts):
    return {
        "hadir": attendance_rate(facts["hadir"], facts["undangan"]),
        "tindak-lanjut": pooled_ratio([facts["ditindaklanjuti"]], [facts["keputusan"]]).value,
        "tanda": ["keputusan", "usulan"],
        "pendamping": "besar",
        "kartu": CARD,
    }
