"""What may stand before the slash in a file of cases: short names of the literature, handed to kpi_sim's functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np

from kpi_sim.engine import analytic
from kpi_sim.evidence import attribution, run_length, shrinkage, small_area, spc
from kpi_sim.experiment import intervals, precision
from kpi_sim.frictions.bass import bass
from kpi_sim.indicators import satisfaction
from kpi_sim.rules import load_rules

Numbers = Sequence[float]


def _ci_half_width(x: Numbers, level: float) -> Any:
    mean, low, _, _ = intervals.interval(np.asarray(x, dtype=float), level)
    return mean - low


def _cusum_first_signal(x: Numbers, target: float, k: float, h: float) -> Any:
    first = spc.cusum(x, target=target, k=k, h=h).first
    return float("nan") if first is None else first


def _did(treated_before: float, treated_after: float, control_before: float, control_after: float) -> float:
    panel = [treated_before, treated_after], [control_before, control_after]
    return attribution.difference_in_differences([panel[0]], [panel[1]], start=1).effect.value


def _baseball(y: Numbers, n: float) -> shrinkage.Shrunk:
    """Batting averages over ``n`` at bats; their variance is that of a share at the common mean."""
    mean = float(np.mean(y))
    return shrinkage.james_stein(y, mean * (1 - mean) / n)


def _skm_index(nrr: Numbers) -> Any:
    elements = [item["id"] for item in load_rules("skm-14-2017")["elements"]["items"]]
    return satisfaction.satisfaction_from_means(dict(zip(elements, nrr, strict=True))).score


def _skm_grade_number(index: float) -> int:
    """4 for A, 1 for D."""
    return "DCBA".index(satisfaction.satisfaction_grade(index)) + 1


def _xmr(x: Numbers) -> spc.Chart:
    return spc.xmr(x)


FUNCTIONS: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {
        "bass_cdf": lambda p, q, t: bass(p, q).cdf(t),
        "bass_peak_rate": lambda p, q: bass(p, q).peak_rate,
        "bass_peak_time": lambda p, q: bass(p, q).peak_time,
        "byar_lower": lambda x, level: small_area.byar_limits(x, level=level).low,
        "byar_upper": lambda x, level: small_area.byar_limits(x, level=level).high,
        "ci_half_width": _ci_half_width,
        "cusum_arl": lambda k, h, delta=0.0: run_length.cusum_arl(k, h, delta),
        "cusum_first_signal": _cusum_first_signal,
        "cusum_high_last": lambda x, target, k: spc.cusum(x, target=target, k=k).high[-1],
        "d2_two": spc.mean_range_factor,
        "d4_two": spc.upper_range_factor,
        "did": _did,
        "erlang_a_p_abandon": lambda c, lam, mu, theta: analytic.erlang_a(c, lam, mu, theta),
        "erlang_b": lambda c, a: analytic.erlang_b(c, a),
        "erlang_c_p_wait": lambda c, lam, mu: analytic.erlang_c(c, lam, mu),
        "funnel_phi": lambda observed, expected, winsorise=None: (
            small_area.funnel_dispersion(observed, expected, winsorise=winsorise).phi
        ),
        "funnel_poisson_lower": lambda expected, level: small_area.funnel_limits(expected, level=level).low,
        "funnel_poisson_upper": lambda expected, level: small_area.funnel_limits(expected, level=level).high,
        "funnel_tau2": lambda observed, expected, winsorise=None: (
            small_area.funnel_dispersion(observed, expected, winsorise=winsorise).tau2
        ),
        "gamma_poisson_mean": lambda observed, expected, shape, rate: shrinkage.gamma_poisson_mean(
            observed, expected, shape=shape, rate=rate
        ),
        "jackson_tandem_mean_wait": lambda lam, servers, means: analytic.mean_wait_tandem(
            lam, servers, means
        ),
        "james_stein_factor": lambda y, n: _baseball(y, n).weight[0],
        "james_stein_first": lambda y, n: _baseball(y, n).estimate[0],
        "krejcie_morgan": lambda population: satisfaction.sample_size(population, mode="formula_round"),
        "laney_p_centre": lambda r, n: spc.laney_p(r, n).centre[0],
        "laney_p_sigma_z": lambda r, n: spc.laney_p(r, n).sigma_z,
        "laney_p_upper_first": lambda r, n: spc.laney_p(r, n).upper[0],
        "mg1_mean_wait": lambda lam, mean, scv=1.0: analytic.mean_wait_general(lam, mean, scv**0.5),
        "mmc_mean_queue": lambda c, lam, mu: analytic.mean_queue(c, lam, mu),
        "mmc_mean_wait": lambda c, lam, mu: analytic.mean_wait(c, lam, mu),
        "mmc_p0": lambda c, lam, mu: analytic.all_idle(c, lam, mu),
        "mmc_service_level": lambda c, lam, mu, t: analytic.service_level(c, lam, mu, t),
        "poisson_exact_lower": lambda x, level: small_area.poisson_limits(x, level=level).low,
        "poisson_exact_upper": lambda x, level: small_area.poisson_limits(x, level=level).high,
        "regression_to_mean": lambda share, reliability: shrinkage.regression_to_mean(share, reliability),
        "replications_absolute": lambda mean, variance, level, beta: precision.replications_needed(
            mean, variance, level=level, absolute=beta
        ),
        "replications_relative": lambda mean, variance, level, gamma: precision.replications_needed(
            mean, variance, level=level, relative=gamma
        ),
        "selection_mean": lambda share: shrinkage.selection_intensity(share),
        "shewhart_arl": lambda L, delta=0.0: run_length.shewhart_arl(L, delta),
        "skm_grade_number": _skm_grade_number,
        "skm_index": _skm_index,
        "wilson_lower": lambda x, n, level: small_area.wilson_limits(x, n, level=level).low,
        "wilson_upper": lambda x, n, level: small_area.wilson_limits(x, n, level=level).high,
        "xmr_lower": lambda x: _xmr(x).lower[0],
        "xmr_mean": lambda x: _xmr(x).centre[0],
        "xmr_mr_bar": lambda x: _xmr(x).mr_bar,
        "xmr_upper": lambda x: _xmr(x).upper[0],
    }
)
