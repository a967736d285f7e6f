"""Writes what SciPy says of fixed samples, for ScipyTest to compare dev.odograph.compare with.

    python3 -m venv v && v/bin/pip install numpy scipy
    v/bin/python compare_reference.py > ../resources/dev/odograph/compare/scipy.json

SciPy is needed to write the file, not to run the tests. Holm's adjustment, which SciPy lacks, is written out.
"""

import json
import sys

import numpy as np
import scipy
from scipy import stats
from scipy.stats import _resampling

rng = np.random.default_rng(20260105)
ALPHA = 0.05


def rounded(values):
    return [float(v) for v in np.atleast_1d(values)]


def holm(p):
    order = np.argsort(p)
    factors = len(p) - np.arange(len(p))
    adjusted = np.empty(len(p))
    adjusted[order] = np.minimum(1, np.maximum.accumulate(factors * np.array(p)[order]))
    return adjusted


def corrections():
    cases = []
    for p in ([0.01, 0.04, 0.03, 0.005], [0.5], [0.2, 0.2, 0.9, 1.0, 0.0001], list(rng.random(12) ** 3)):
        cases.append({"p": rounded(p), "holm": rounded(holm(p)), "bh": rounded(stats.false_discovery_control(p))})
    return cases


def quantiles():
    values = rng.gamma(2, 3, 101)
    probabilities = [0.0, 0.013, 0.025, 0.5, 0.777, 0.975, 1.0]
    return {"values": rounded(values), "p": probabilities, "expected": rounded(np.quantile(values, probabilities))}


def pairs_exact():
    base = rng.normal(10, 2, 11)
    head = base + rng.normal(0.6, 1, 11)
    result = stats.permutation_test(
        (head, base), lambda x, y: np.mean(x) - np.mean(y), permutation_type="samples", n_resamples=np.inf)
    return {"base": rounded(base), "head": rounded(head), "p": float(result.pvalue)}


def fleet(count, rate, spread):
    """Events and kilometres of vehicles with a rate of their own."""
    km = rng.gamma(4, 50, count)
    events = rng.poisson(km * rate * np.exp(rng.normal(0, spread, count)))
    return events.astype(float), km


def ratio(a, b):
    return a.sum() / b.sum()


def studentised(a1, b1, a2, b2):
    """Difference of two ratios of sums by its standard error (delta method, Cochran 1977, 6.4)."""
    def variance(a, b):
        n = len(a)
        influence = (a - ratio(a, b) * b) / b.sum()
        return np.sum((influence - influence.mean()) ** 2) * n / (n - 1)
    return (ratio(a2, b2) - ratio(a1, b1)) / np.sqrt(variance(a1, b1) + variance(a2, b2))


def clusters(n_base, n_head, lift, n_resamples):
    a1, b1 = fleet(n_base, 0.05, 0.4)
    a2, b2 = fleet(n_head, 0.05 * lift, 0.4)
    a, b = np.concatenate([a1, a2]), np.concatenate([b1, b2])

    def statistic(x, y):
        x, y = x.astype(int), y.astype(int)
        return abs(studentised(a[x], b[x], a[y], b[y]))

    first = np.arange(n_base, dtype=float)
    second = np.arange(n_base, n_base + n_head, dtype=float)
    result = stats.permutation_test(
        (first, second), statistic, vectorized=False, n_resamples=n_resamples, alternative="greater",
        rng=np.random.default_rng(7))
    return {
        "base_a": rounded(a1), "base_b": rounded(b1), "head_a": rounded(a2), "head_b": rounded(b2),
        "statistic": float(studentised(a1, b1, a2, b2)), "p": float(result.pvalue)}


def bca_of_clusters():
    a1, b1 = fleet(25, 0.05, 0.4)
    a2, b2 = fleet(30, 0.07, 0.4)

    def statistic(x, y, axis=-1):
        x, y = np.asarray(x).astype(int), np.asarray(y).astype(int)
        return (a2[y].sum(axis=axis) / b2[y].sum(axis=axis)) - (a1[x].sum(axis=axis) / b1[x].sum(axis=axis))

    data = (np.arange(25.0), np.arange(30.0))
    observed = float(statistic(*data))
    samples = np.array([statistic(rng.integers(0, 25, 25), rng.integers(0, 30, 30)) for _ in range(999)])
    low, high, acceleration = _resampling._bca_interval(
        [d.copy() for d in data], statistic, axis=-1, alpha=ALPHA / 2, theta_hat_b=samples.copy(), batch=None, xp=np)[:3]
    full = stats.bootstrap(data, statistic, n_resamples=100_000, vectorized=True, method="BCa", batch=1000,
                           rng=np.random.default_rng(11))
    return {
        "base_a": rounded(a1), "base_b": rounded(b1), "head_a": rounded(a2), "head_b": rounded(b2),
        "effect": observed, "samples": rounded(samples), "acceleration": float(acceleration),
        "interval_of_samples": rounded(np.quantile(samples, [float(low), float(high)])),
        "percentile_of_samples": rounded(np.quantile(samples, [ALPHA / 2, 1 - ALPHA / 2])),
        "interval": rounded(full.confidence_interval), "standard_error": float(full.standard_error)}


def bca_of_pairs():
    base = rng.gamma(3, 1, 80)
    head = base * np.exp(rng.normal(0.05, 0.2, 80))
    full = stats.bootstrap((head, base), lambda x, y, axis: x.mean(axis=axis) - y.mean(axis=axis), paired=True,
                           n_resamples=100_000, method="BCa", batch=1000, rng=np.random.default_rng(13))
    return {"base": rounded(base), "head": rounded(head), "interval": rounded(full.confidence_interval),
            "standard_error": float(full.standard_error)}


def detectable():
    return [{"df": df, "alpha": alpha, "factor": float(stats.t.isf(alpha / 2, df) + stats.norm.ppf(0.8))}
            for df in (1, 10, 78, 999) for alpha in (0.05, 0.01)]


def contingency():
    cases = []
    for table in ([[12, 30], [40, 8]], [[5, 7], [9, 11], [20, 18]]):
        cases.append({"table": table, "p": float(stats.chi2_contingency(table, correction=False).pvalue)})
    return cases


json.dump(
    {
        "scipy": scipy.__version__,
        "corrections": corrections(),
        "quantiles": quantiles(),
        "pairs_exact": pairs_exact(),
        "clusters_exact": clusters(5, 6, 1.6, np.inf),
        "clusters_sampled": clusters(40, 35, 1.25, 49_999),
        "bca_of_clusters": bca_of_clusters(),
        "bca_of_pairs": bca_of_pairs(),
        "detectable": detectable(),
        "contingency": contingency(),
    },
    sys.stdout)
sys.stdout.write("\n")
