"""Scores and reviews as lines for people and as plain data for programs."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from kpi_sim.units import format_number, format_percent
from workshop.workbook.review import Review
from workshop.workbook.scoring import IndicatorScore, UnitScore

NOT_VERIFIED = "belum terverifikasi"


def score_heading(score: UnitScore) -> str:
    """Rule, year and last period in one line."""
    year = f"tahun {score.year}" if score.year else "tahun tidak disebut"
    until = "" if score.through == "tahun" else f", sampai {score.through}"
    return f"{score.rule.regulation} ({score.rule.id}) · {year}{until}"


def total_sentence(score: UnitScore) -> str:
    """The total, what it is called, and on how much it rests."""
    scored = len(score.rows) - len(score.unscored)
    if score.total is None:
        return "Nilai total belum ada: tidak satu pun indikator berbobot dapat dinilai."
    label = f" ({score.category.label})" if score.category else ""
    return f"Nilai total {format_percent(score.total, 2)}{label}, dari {scored} di antara {len(score.rows)} indikator."


def score_lines(score: UnitScore) -> Iterator[str]:
    """The score as text for a terminal."""
    yield f"{score.file} · {score_heading(score)}"
    yield ""
    for row in score.rows:
        yield f"{row.mark} {row.name}"
        yield f"    {row_text(row)}"
    yield ""
    yield total_sentence(score)
    for note in score.notes:
        yield f"Perlu diperiksa: {note}"
    yield ""
    yield "▲ capaian 100 ke atas · ● 80 sampai di bawah 100 · ▼ di bawah 80 · – belum dapat dinilai"
    yield f"Aturan: {score.about}"
    yield "Sumber:"
    for source in score.sources:
        yield f"  {source.title}: {source.source}{'' if source.verified else f' [{NOT_VERIFIED}]'}"


def row_text(row: IndicatorScore) -> str:
    """Target, realisation and achievement of one indicator, or why there is none."""
    facts = [f"target {format_number(row.target)}", f"realisasi {format_number(row.realisation)}"]
    if row.reason:
        return f"{' · '.join(facts)} · belum dapat dinilai: {row.reason}"
    facts += [f"capaian {format_percent(row.achievement, 2)}", str(row.category)]
    facts += [f"bobot {format_number(row.weight)}", *([row.remark] if row.remark else [])]
    return " · ".join(facts)


def score_data(score: UnitScore) -> dict[str, Any]:
    """The score as plain data; numbers unrounded."""
    return {
        "file": score.file,
        "rule": score.rule.id,
        "year": score.year,
        "through": score.through,
        "total": _float(score.total),
        "category": score.category.id if score.category else None,
        "weight_total": _float(score.weight_total),
        "indicators": [_row_data(row) for row in score.rows],
        "notes": list(score.notes),
        "about": score.about,
        "sources": [
            {"title": source.title, "source": source.source, "verified": source.verified}
            for source in score.sources
        ],
    }


def _row_data(row: IndicatorScore) -> dict[str, Any]:
    return {
        "name": row.name,
        "target": _float(row.target),
        "realisation": _float(row.realisation),
        "achievement": _float(row.achievement),
        "category": row.category.id if row.category else None,
        "light": row.light.id if row.light else None,
        "weight": _float(row.weight),
        "contribution": _float(row.contribution),
        "reason": row.reason or None,
        "remark": row.remark or None,
        "periods": [
            {
                "period": period.period,
                "target": _float(period.target),
                "realisation": _float(period.realisation),
                "achievement": _float(period.achievement),
            }
            for period in row.periods
        ],
    }


def review_sentence(review: Review) -> str:
    """How many findings of each severity, in how many indicators."""
    counts = review.counts
    return (
        f"{len(review.cards)} indikator: {counts['error']} harus diperbaiki, {counts['warning']} perlu diperiksa, "
        f"{counts['info']} saran."
    )


def review_lines(review: Review) -> Iterator[str]:
    """The review as text for a terminal, by indicator."""
    yield f"{review.file} · {review_sentence(review)}"
    for name, findings in review.groups:
        yield ""
        yield name
        if not findings:
            yield "    Tidak ada temuan."
        for finding in findings:
            yield f"    {finding.severity_label} · {finding.field_label}: {finding.message} [{finding.rule}]"
            yield f"        {finding.suggestion}"
            yield f"        Sumber: {finding.source}{'' if finding.verified else f' [{NOT_VERIFIED}]'}"
    yield ""
    yield "Temuan adalah ajakan untuk melihat lagi, bukan putusan."


def review_data(review: Review) -> dict[str, Any]:
    """The review as plain data."""
    return {
        "file": review.file,
        "indicators": [card.name for card in review.cards],
        "counts": review.counts,
        "findings": [
            {
                "indicator": finding.indicator or None,
                "rule": finding.rule,
                "severity": finding.severity,
                "field": finding.field,
                "message": finding.message,
                "suggestion": finding.suggestion,
                "source": finding.source,
                "verified": finding.verified,
            }
            for finding in review.findings
        ],
    }


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
