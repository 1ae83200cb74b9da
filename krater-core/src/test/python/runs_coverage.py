"""How often runs of the same code are told apart at 5 %: by their means, by a hierarchical bootstrap, by all trials as one sample.

The table of docs/decisions/0008-runs-by-their-means.md. Needs NumPy and SciPy; takes about two minutes.
"""
import numpy as np
from scipy import stats

SCATTER_OF_RUNS, SCATTER_OF_TRIALS, TRIALS, COMPARISONS, RESAMPLES = 0.02, 0.03, 10, 1500, 400
random = np.random.default_rng(1)


def side(runs):
    return 1 + SCATTER_OF_RUNS * random.standard_normal((runs, 1)) + SCATTER_OF_TRIALS * random.standard_normal((runs, TRIALS))


def resampled_mean(trials):
    """Runs are drawn, then trials within each (Kalibera and Jones 2013)."""
    runs = trials[random.integers(len(trials), size=len(trials))]
    return np.take_along_axis(runs, random.integers(TRIALS, size=runs.shape), 1).mean()


def told_by_bootstrap(one, other):
    ratios = [resampled_mean(one) / resampled_mean(other) for _ in range(RESAMPLES)]
    low, high = np.quantile(ratios, [0.025, 0.975])
    return low > 1 or high < 1


def told_by_welch(one, other):
    return stats.ttest_ind(one, other, equal_var=False).pvalue < 0.05


print("runs a side  means of runs  hierarchical bootstrap  all trials as one sample")
for runs in (2, 3, 5, 10):
    told = np.zeros(3)
    for _ in range(COMPARISONS):
        one, other = side(runs), side(runs)
        told += [told_by_welch(one.mean(1), other.mean(1)), told_by_bootstrap(one, other), told_by_welch(one.ravel(), other.ravel())]
    print("%11d  %13.1f  %22.1f  %24.1f" % (runs, *(100 * told / COMPARISONS)))
