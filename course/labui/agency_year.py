"""What a head of dinas decides in a year: levers, posts of the budget, and how they add up. Draws nothing."""

from __future__ import annotations

from collections.abc import Mapping

from labui.levers import Lever

POSTS = {"services": "layanan", "programmes": "program", "data": "data", "people": "pegawai"}
ALMOST = 90.0  # achievement from which an indicator that is missed counts as "hampir"
LEVERS = (
    Lever("services", "1", "Layanan", 5, 80, 5, 45, short="Layanan"),
    Lever("programmes", "2", "Program", 0, 80, 5, 40, short="Program"),
    Lever("data", "3", "Mutu data", 0, 40, 5, 5, short="Data"),
    Lever("people", "4", "Pegawai", 0, 40, 5, 10, short="Pegawai"),
    Lever("pressure", "5", "Tekanan", 0, 1, 0.1, 0.5, "%", 0, 100.0, "Tekanan"),
    Lever("audit", "6", "Diperiksa ulang", 0, 0.2, 0.02, 0.02, "%", 0, 100.0, "Periksa"),
)


def decisions(values: Mapping[str, float]) -> dict[str, float]:
    """A year's decisions; the four posts are shared out so that they make 100 percent."""
    total = sum(values[post] for post in POSTS)
    shares = {post: round(100 * values[post] / total, 4) for post in POSTS}
    shares["services"] = round(100 - sum(share for post, share in shares.items() if post != "services"), 4)
    return {**shares, "pressure": values["pressure"], "audit": values["audit"]}
