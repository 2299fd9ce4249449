"""Average run lengths: how long a chart waits before it speaks, rightly or for nothing."""

from __future__ import annotations

import numpy as np

from kpi_sim.evidence.inputs import not_negative, numbers, positive, single

_NODES = 120  # Gauss-Legendre points of the integral equation; the run lengths below are then exact to 1e-6


def shewhart_arl(limit: float = 3.0, shift: float = 0.0) -> float:
    """Mean number of points until one lies beyond ``limit`` sigmas, the process being ``shift`` sigmas off.

    Source: one over the probability of a signal (Shewhart 1931).
    """
    from scipy import special

    width, off = single(positive, limit, "Batas kendali"), single(numbers, shift, "Pergeseran")
    return float(1 / (special.ndtr(-width + off) + special.ndtr(-width - off)))


def cusum_arl(k: float, h: float, shift: float = 0.0) -> float:
    """Mean number of points until a two-sided tabular CUSUM signals, starting from zero.

    Args:
        k: slack in sigmas.
        h: limit in sigmas.
        shift: how far the process is off its target, in sigmas.

    Source: integral equation of Page 1954, solved by Gauss-Legendre nodes; two sides joined as in Lucas and
    Crosier 1982: the rates of signals add.
    """
    slack, limit = single(not_negative, k, "Kelonggaran k"), single(positive, h, "Batas h")
    off = single(numbers, shift, "Pergeseran")
    return 1 / (1 / _one_sided(slack, limit, off) + 1 / _one_sided(slack, limit, -off))


def _one_sided(k: float, h: float, shift: float) -> float:
    """L(z) = 1 + L(0) P(next is 0) + integral of L(y) f(y - z + k - shift) over 0..h, at z = 0."""
    from scipy import special

    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    y, w = (nodes + 1) * h / 2, weights * h / 2
    z = np.concatenate([[0.0], y])  # unknowns: L at 0 and at the nodes
    step = y[None, :] - z[:, None] + k - shift
    kernel = np.exp(-(step**2) / 2) / np.sqrt(2 * np.pi) * w
    to_zero = special.ndtr(-z + k - shift)
    system = np.eye(len(z))
    system[:, 0] -= to_zero
    system[:, 1:] -= kernel
    return float(np.linalg.solve(system, np.ones(len(z)))[0])
