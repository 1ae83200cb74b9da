#!/usr/bin/env python3
"""Writes the reference values that the tests of io.krater.stats compare with.

    python3 -m venv venv && venv/bin/pip install numpy scipy statsmodels pymannkendall diptest
    venv/bin/python krater-core/src/test/python/stats_reference.py krater-core/src/test/resources/io/krater/stats

Every case is an object of reference.json: the procedure, a name, its input and what the reference answered. The versions of
the references are in the file's head. The samples are drawn with a fixed seed and rounded to ten digits, so a second run
gives the same file.
"""

import itertools
import json
import math
import sys
from fractions import Fraction
from pathlib import Path

import diptest
import numpy as np
import pymannkendall
import scipy
import statsmodels
from scipy import integrate, optimize, special, stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.power import TTestIndPower, TTestPower
from statsmodels.stats.weightstats import ttost_ind
from statsmodels.tsa.stattools import acf

rng = np.random.default_rng(20261122)


def digits(values, n=10):
    return [float(f"%.{n}g" % v) for v in values]


def normal(n, mean=100.0, sd=5.0):
    return digits(rng.normal(mean, sd, n))


def skewed(n, sigma=0.8):
    return digits(rng.lognormal(0, sigma, n))


def tied(n, top=6):
    return [float(v) for v in rng.integers(0, top, n)]


def bimodal(n):
    return digits(np.where(rng.random(n) < 0.4, rng.normal(100, 2, n), rng.normal(130, 2, n)))


def tiny(n):
    return digits(rng.normal(3e-9, 4e-10, n))


def extreme(n):
    return digits(np.concatenate([rng.normal(1, 0.1, n - 2), [1e6, -1e-6]]))


def offset(n):
    return digits(1e9 + rng.normal(0, 1, n), 13)


def magnitudes(n):
    return digits(10.0 ** rng.uniform(-12, 12, n))


ONE = {
    "normal-3": normal(3),
    "normal-4": normal(4),
    "normal-5": normal(5),
    "normal-6": normal(6),
    "normal-11": normal(11),
    "normal-12": normal(12),
    "normal-25": normal(25),
    "normal-400": normal(400),
    "normal-5000": digits(rng.normal(0, 1, 5000), 5),
    "skewed-3": skewed(3),
    "skewed-8": skewed(8),
    "skewed-25": skewed(25),
    "skewed-60": skewed(60, 1.5),
    "tied-7": tied(7),
    "tied-25": tied(25),
    "tied-120": tied(120, 3),
    "two-values-10": [1.0] * 9 + [2.0],
    "bimodal-25": bimodal(25),
    "bimodal-80": bimodal(80),
    "tiny-10": tiny(10),
    "extreme-10": extreme(10),
    "extreme-30": extreme(30),
    "offset-20": offset(20),
    "magnitudes-15": magnitudes(15),
    "trend-20": digits(np.arange(20) * 0.7 + rng.normal(0, 2, 20)),
    "trend-80": digits(-np.arange(80) * 0.05 + rng.normal(0, 2, 80)),
    "steps-30": [float(i // 7) for i in range(30)],
}

TWO = {
    "normal-25": (normal(25), normal(25, 104)),
    "normal-unequal": (normal(8), normal(31, 101, 15)),
    "normal-2": (normal(2), normal(2)),
    "small-3-5": (normal(3), normal(5, 110)),
    "skewed-20": (skewed(20), skewed(24)),
    "tied-6-7": (tied(6), tied(7)),
    "tied-8-5": (tied(8, 4), tied(5, 4)),
    "tied-25": (tied(25), tied(25, 7)),
    "tied-12-40": (tied(12), tied(40, 8)),
    "apart-10": (normal(10), normal(10, 200)),
    "tiny-9": (tiny(9), digits(rng.normal(3.3e-9, 4e-10, 9))),
    "extreme-12": (extreme(12), extreme(14)),
    "offset-10": (offset(10), offset(12)),
    "one-constant": ([5.0] * 6, normal(6, 6)),
    "magnitudes-10": (magnitudes(10), magnitudes(11)),
    "large-70": (normal(70), normal(60, 102)),
    "large-tied": (tied(80), tied(55, 7)),
    "equal-samples": ([1.0, 2.0, 3.0, 4.0], [1.0, 2.0, 3.0, 4.0]),
}

cases = []


def case(procedure, name, given, expected):
    plain = {k: (bool(v) if isinstance(v, (bool, np.bool_)) else v if isinstance(v, (list, str)) else float(v))
             for k, v in expected.items()}
    for k, v in plain.items():
        if isinstance(v, float) and not math.isfinite(v):
            raise SystemExit(f"{procedure} {name}: {k} is {v}")
    cases.append({"procedure": procedure, "case": name, "input": given, "expected": plain})


def exact_subset_p(a, b):
    """The exact conditional p of Mann-Whitney's U on tied data, counted in whole numbers over all subsets."""
    ranks = [int(2 * r) for r in stats.rankdata(a + b)]
    observed = sum(ranks[: len(a)])
    layers = [dict() for _ in range(len(a) + 1)]
    layers[0][0] = 1
    for r in ranks:
        for k in range(len(a), 0, -1):
            for s, c in layers[k - 1].items():
                layers[k][s + r] = layers[k].get(s + r, 0) + c
    total = math.comb(len(ranks), len(a))
    low = sum(c for s, c in layers[len(a)].items() if s <= observed)
    high = sum(c for s, c in layers[len(a)].items() if s >= observed)
    return float(min(Fraction(1), Fraction(2 * min(low, high), total)))


def one_sample():
    for name, x in ONE.items():
        w = stats.shapiro(x)
        case("ShapiroWilk", name, {"x": x}, {"w": w.statistic, "p": w.pvalue})
        if len(x) > 1000:
            continue
        mean, sd = np.mean(x), np.std(x, ddof=1)
        expected = {"mean": mean, "sd": sd, "cv": sd / abs(mean)}
        for key, p in (("min", 0), ("q1", 0.25), ("median", 0.5), ("q3", 0.75), ("max", 1), ("p99", 0.99), ("p10", 0.1)):
            expected[key] = np.quantile(x, p, method="linear")
        for level in (0.95, 0.99):
            low, high = stats.t.interval(level, len(x) - 1, loc=mean, scale=stats.sem(x))
            expected[f"low{level}"], expected[f"high{level}"] = low, high
        case("Summary", name, {"x": x}, expected)
        if len(x) >= 4:
            case("Dip", name, {"x": x}, {"dip": diptest.dipstat(np.array(x))})
            case("Autocorrelation", name, {"x": x}, {"r1": acf(np.array(x), nlags=1, fft=False)[1]})
        if len(x) <= 400:
            mk = pymannkendall.original_test(x)
            has_ties = len(set(x)) < len(x)
            exact = not has_ties and len(x) <= 50
            p = stats.kendalltau(range(len(x)), x, method="exact").pvalue if exact else mk.p
            case("MannKendall", name, {"x": x}, {"s": mk.s, "tau": mk.Tau, "p": p, "exact": exact})
            case("TheilSen", name, {"x": x}, {"slope": stats.theilslopes(x, range(len(x))).slope})
        if len(x) >= 6:
            q = stats.quantile_test(x, q=np.median(x), p=0.5).confidence_interval(0.95)
            case("MedianInterval", name, {"x": x}, {"low": q.low, "high": q.high})
        shifted = list(np.array(x) - np.median(x)) if "tied" in name or "steps" in name else list(np.array(x) - np.mean(x))
        wilcoxon(name, shifted)


def wilcoxon(name, d):
    kept = [v for v in d if v != 0]
    if len(kept) < 2 or len(kept) > 400:
        return
    magnitudes_differ = len({abs(v) for v in kept}) == len(kept)
    statistic = sum(r for r, v in zip(stats.rankdata(np.abs(kept)), kept) if v > 0)
    if len(kept) > 50:
        p = stats.wilcoxon(d, zero_method="wilcox", correction=False, method="asymptotic").pvalue
    elif magnitudes_differ:
        p = stats.wilcoxon(kept, method="exact").pvalue
    elif len(kept) <= 12:
        ranks = stats.rankdata(np.abs(kept))
        sums = [sum(r for r, s in zip(ranks, signs) if s) for signs in itertools.product((0, 1), repeat=len(kept))]
        p = min(1, 2 * min(sum(s <= statistic for s in sums), sum(s >= statistic for s in sums)) / len(sums))
    else:
        counts = {0: 1}
        for r in (int(2 * r) for r in stats.rankdata(np.abs(kept))):
            counts = {s: counts.get(s, 0) + counts.get(s - r, 0) for s in set(counts) | {s + r for s in counts}}
        low = sum(c for s, c in counts.items() if s <= 2 * statistic)
        high = sum(c for s, c in counts.items() if s >= 2 * statistic)
        p = float(min(Fraction(1), Fraction(2 * min(low, high), 2 ** len(kept))))
    case("WilcoxonSignedRank", name, {"x": [float(v) for v in d]}, {"w": statistic, "p": p, "exact": len(kept) <= 50})


def dips():
    """Many small samples, with ties and clusters in every arrangement: the search has many branches."""
    for i in range(80):
        n = int(rng.integers(4, 40))
        kind = i % 4
        if kind == 0:
            x = digits(rng.normal(0, 1, n), 4)
        elif kind == 1:
            x = [float(v) for v in rng.integers(0, 2 + i // 8, n)]
        elif kind == 2:
            x = digits(np.where(rng.random(n) < 0.5, rng.normal(0, 1, n), rng.normal(5, 1, n)), 4)
        else:
            x = [float(v) for v in np.round(rng.choice([0, 3, 9], n) + rng.exponential(1, n), 1)]
        if len(set(x)) > 1:
            case("Dip", f"arranged-{i}", {"x": x}, {"dip": diptest.dipstat(np.array(x))})


def two_samples():
    for name, (a, b) in TWO.items():
        given = {"a": a, "b": b}
        if name.startswith("offset"):
            # NumPy's means of numbers near 1e9 keep 1e-7; without the offset, which changes nothing here, they keep all
            a, b = [v - 1e9 for v in a], [v - 1e9 for v in b]
        t = stats.ttest_ind(a, b, equal_var=False)
        ci = t.confidence_interval(0.95)
        case("Welch", name, given, {"t": t.statistic, "df": t.df, "p": t.pvalue, "low": ci.low, "high": ci.high})
        exact = max(len(a), len(b)) <= 50
        has_ties = len(set(a + b)) < len(a + b)
        if not exact:
            p = stats.mannwhitneyu(a, b, method="asymptotic").pvalue
        elif not has_ties:
            p = stats.mannwhitneyu(a, b, method="exact").pvalue
        elif math.comb(len(a) + len(b), len(a)) < 50_000:
            p = stats.permutation_test((a, b), lambda x, y: stats.mannwhitneyu(x, y).statistic, vectorized=False,
                                       n_resamples=np.inf).pvalue
        else:
            p = exact_subset_p(a, b)
        u = stats.mannwhitneyu(a, b).statistic
        case("MannWhitney", name, given, {"u": u, "p": p, "exact": exact})
        df = len(a) + len(b) - 2
        pooled = math.sqrt(((len(a) - 1) * np.var(a, ddof=1) + (len(b) - 1) * np.var(b, ddof=1)) / df)
        d = (np.mean(a) - np.mean(b)) / pooled
        j = math.exp(special.gammaln(df / 2) - special.gammaln((df - 1) / 2)) / math.sqrt(df / 2)
        case("CohensD", name, given, {"d": d, "g": d * j})
        delta = np.mean([np.sign(x - y) for x in a for y in b])
        case("CliffsDelta", name, given, {"delta": delta})
        margin = float(np.std(a + b))
        p, low, high = ttost_ind(a, b, -margin, margin, usevar="unequal")
        case("TostDifference", name, {**given, "margin": margin}, {"p": p, "pLow": low[1], "pHigh": high[1]})
        if np.mean(b) > 0 and not name.startswith("offset"):
            low = stats.ttest_ind(a, np.array(b) * 0.9, equal_var=False, alternative="greater").pvalue
            high = stats.ttest_ind(a, np.array(b) * 1.1, equal_var=False, alternative="less").pvalue
            case("TostRatio", name, {**given, "margin": 0.1}, {"p": max(low, high), "pLow": low, "pHigh": high})
        if len(a) == len(b) and len(a) >= 3 and len({x - y for x, y in zip(a, b)}) > 1:
            r = stats.ttest_rel(a, b)
            ci = r.confidence_interval(0.95)
            case("Paired", name, given, {"t": r.statistic, "p": r.pvalue, "low": ci.low, "high": ci.high})


def several_samples():
    groups = {
        "normal-3x25": [normal(25), normal(25, 103), normal(25)],
        "unequal-4": [normal(3), normal(9), skewed(12), normal(2)],
        "tied-5": [tied(6), tied(7), tied(8), tied(5, 4), tied(20)],
        "two": [normal(5), normal(6)],
        "singles": [[1.0], [2.0], [3.0]],
        "extreme": [extreme(8), magnitudes(9), tiny(7)],
    }
    for name, samples in groups.items():
        r = stats.kruskal(*samples)
        case("KruskalWallis", name, {"samples": samples}, {"h": r.statistic, "p": r.pvalue})
    blocks = {
        "normal-10x3": [normal(10), normal(10, 103), normal(10)],
        "tied-8x4": [tied(8), tied(8), tied(8), tied(8)],
        "tied-25x6": [tied(25, 3) for _ in range(6)],
    }
    for name, columns in blocks.items():
        r = stats.friedmanchisquare(*columns)
        case("Friedman", name, {"samples": columns}, {"chiSquared": r.statistic, "p": r.pvalue})


def power_by_quadrature(n, effect, alpha):
    """Over the sample's standard deviation; statsmodels answers NaN where SciPy's noncentral t does."""
    df, nc = 2 * n - 2, effect * math.sqrt(n / 2)
    critical = stats.t.isf(alpha / 2, df)
    spread = stats.chi(df, scale=1 / math.sqrt(df))

    def integrand(s):
        return spread.pdf(s) * (stats.norm.sf(critical * s - nc) + stats.norm.cdf(-critical * s - nc))

    return integrate.quad(integrand, spread.ppf(1e-15), spread.isf(1e-15), epsabs=1e-12, epsrel=1e-12, limit=400)[0]


def single_numbers():
    for p in ([0.01, 0.04, 0.03, 0.005], [0.5], [1.0, 1.0, 0.9], [0.02] * 5, digits(rng.random(15) ** 3), [0.0, 1e-300, 0.3]):
        case("HolmBonferroni", f"{len(p)}-{p[0]}", {"p": p}, {"adjusted": list(map(float, multipletests(p, method="holm")[1]))})
    for k, n in ((0, 1), (1, 1), (0, 25), (1, 25), (12, 25), (25, 25), (3, 1000), (999, 1000), (17, 100000)):
        for level in (0.95, 0.9):
            ci = stats.binomtest(k, n).proportion_ci(level, "exact")
            case("Proportion", f"{k}-of-{n}-{level}", {"count": k, "n": n, "level": level}, {"low": ci.low, "high": ci.high})
    power = TTestIndPower()
    for n in (2, 3, 5, 10, 25, 100, 2000):
        for effect in (0.05, 0.3, 0.8, 1.5, 4.0):
            for alpha in (0.05, 0.001):
                value = power_by_quadrature(n, effect, alpha)
                peer = power.power(effect, n, alpha)
                if math.isfinite(peer) and abs(peer - value) > 1e-7:
                    raise SystemExit(f"quadrature and statsmodels disagree at {n} {effect} {alpha}: {value} {peer}")
                case("Power", f"{n}-{effect}-{alpha}", {"n": n, "effect": effect, "alpha": alpha}, {"power": value})
    for effect, alpha, asked in ((0.2, 0.05, 0.8), (0.5, 0.05, 0.8), (1.0, 0.05, 0.8), (0.5, 0.0033, 0.9), (0.05, 0.05, 0.8)):
        n = power.solve_power(effect, None, alpha, asked)
        case("TrialsFor", f"{effect}-{alpha}-{asked}", {"effect": effect, "alpha": alpha, "power": asked},
             {"trials": math.ceil(n)})
    for n, alpha, asked in ((5, 0.05, 0.8), (25, 0.05, 0.8), (25, 0.0033, 0.9), (200, 0.05, 0.95)):
        case("Detectable", f"{n}-{alpha}-{asked}", {"n": n, "alpha": alpha, "power": asked},
             {"effect": power.solve_power(None, n, alpha, asked)})


def bootstrap():
    """SciPy's BCa limits from SciPy's own resamples, which are committed so that ours can start from the same."""
    def ratio(x, y, axis=-1):
        return np.mean(x, axis=axis) / np.mean(y, axis=axis)

    for name, data, statistic in (
        ("mean-normal", (normal(25),), np.mean),
        ("mean-skewed", (skewed(20),), np.mean),
        ("ratio-normal", (normal(25), normal(20, 110)), ratio),
        ("ratio-skewed", (skewed(12), skewed(30)), ratio),
    ):
        for level in (0.95, 0.8):
            r = stats.bootstrap(data, statistic, method="BCa", n_resamples=299, confidence_level=level,
                                rng=np.random.default_rng(7))
            given = {"samples": list(data), "level": level, "resamples": [float(v) for v in r.bootstrap_distribution]}
            case("Bca", f"{name}-{level}", given,
                 {"low": r.confidence_interval.low, "high": r.confidence_interval.high})
    for n in (2, 5, 25, 1000):
        z = -math.sqrt(n / (n - 1)) * stats.t.ppf(0.975, n - 1)
        case("Widened", f"{n}", {"n": n, "alpha": 0.05}, {"alpha": 2 * stats.norm.cdf(z)})
    for m, va, n, vb in ((5, 1.0, 5, 1.0), (5, 2.0, 30, 0.1), (25, 0.0, 25, 3.0)):
        df = (va + vb) ** 2 / (va**2 / (m - 1) + vb**2 / (n - 1))
        factor = math.sqrt((va + vb) / (va * (m - 1) / m + vb * (n - 1) / n))
        case("WidenedTwo", f"{m}-{n}", {"m": m, "va": va, "n": n, "vb": vb},
             {"alpha": 2 * stats.norm.sf(factor * stats.t.ppf(0.975, df))})


def confidence_by_inversion():
    """Intervals as the values that SciPy's own test does not reject: roots for t tests, a search over steps for ranks."""
    pairs = {
        "normal-25": (normal(25), normal(25, 104)),
        "small-5": (normal(5), normal(5, 90)),
        "unequal-10-25": (normal(10, 100, 15), normal(25)),
        "skewed-12-30": (skewed(12), skewed(30)),
    }
    for name, (x, y) in pairs.items():
        x, y = np.array(x), np.array(y)
        estimate = x.mean() / y.mean()
        for level in (0.95, 0.9967):
            def beyond(theta):
                return stats.ttest_ind(x, theta * y, equal_var=False).pvalue - (1 - level)
            if beyond(1e-9) > 0 or beyond(1e6) > 0:
                continue
            low = optimize.brentq(beyond, 1e-9, estimate, xtol=1e-13)
            high = optimize.brentq(beyond, estimate, 1e6, xtol=1e-13)
            case("RatioOfMeans", f"{name}-{level}", {"x": list(x), "y": list(y), "level": level},
                 {"p": stats.ttest_ind(x, y, equal_var=False).pvalue, "low": low, "high": high})
        n = min(len(x), len(y))
        r = stats.ttest_1samp(np.log(x[:n] / y[:n]), 0)
        ci = r.confidence_interval(0.95)
        case("RatioWithinBlocks", name, {"x": list(x[:n]), "y": list(y[:n]), "level": 0.95},
             {"p": r.pvalue, "low": math.exp(ci.low), "high": math.exp(ci.high)})
        logs = np.log(x[:n] / y[:n])
        walsh = np.sort([(a + b) / 2 for i, a in enumerate(logs) for b in logs[i:]])
        kept = [i for i in range(len(walsh) - 1)
                if stats.wilcoxon(logs - (walsh[i] + walsh[i + 1]) / 2, method="exact").pvalue > 0.05]
        if n >= 6:
            case("TypicalOfPairs", name, {"x": list(logs)},
                 {"value": float(np.median(walsh)), "low": walsh[kept[0]], "high": walsh[kept[-1] + 1]})
        shifts = np.sort(np.subtract.outer(x, y).ravel())
        kept = [i for i in range(len(shifts) - 1)
                if stats.mannwhitneyu(x - (shifts[i] + shifts[i + 1]) / 2, y, method="exact").pvalue > 0.05]
        if max(len(x), len(y)) <= 25:
            case("TypicalOfSamples", name, {"x": list(x), "y": list(y)},
                 {"value": float(np.median(shifts)), "low": shifts[kept[0]], "high": shifts[kept[-1] + 1]})
    for n, effect, alpha in ((3, 2.0, 0.05), (10, 0.8, 0.05), (25, 0.5, 0.0033)):
        value = TTestPower().power(effect, n, alpha)
        case("PowerWithinBlocks", f"{n}-{effect}", {"n": n, "effect": effect, "alpha": alpha}, {"power": value})


one_sample()
dips()
two_samples()
several_samples()
single_numbers()
bootstrap()
confidence_by_inversion()
head = {
    "python": sys.version.split()[0],
    **{m.__name__: m.__version__ for m in (np, scipy, statsmodels)},
    "pymannkendall": pymannkendall.__version__ if hasattr(pymannkendall, "__version__") else "1.4",
    "diptest": diptest.__version__,
}
lines = ",\n".join(json.dumps(c, separators=(",", ":")) for c in cases)
out = Path(sys.argv[1]) / "reference.json"
out.write_text(f'{{"versions":{json.dumps(head)},\n"cases":[\n{lines}\n]}}\n')
print(len(cases), "cases,", out.stat().st_size // 1024, "KiB")
