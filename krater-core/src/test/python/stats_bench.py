#!/usr/bin/env python3
"""The SciPy side of StatsBench: seconds of CPU time, the least of several rounds, one line for each comparison."""

import os

for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[threads] = "1"

import time

import numpy as np
from scipy import stats

PAIRS = 15 * 5
rng = np.random.default_rng(1)


def ratio(x, y, axis=-1):
    return np.mean(x, axis=axis) / np.mean(y, axis=axis)


def seconds(work, rounds):
    least = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        work()
        least = min(least, time.process_time() - start)
    return least


pairs = [(rng.normal(100, 5, 25), rng.normal(100, 5, 25)) for _ in range(PAIRS)]
large = rng.normal(100, 5, 5000)


def bootstrap_all():
    for x, y in pairs:
        stats.bootstrap((x, y), ratio, vectorized=True, method="percentile", n_resamples=10_000, rng=rng)


print(seconds(bootstrap_all, 5))
print(seconds(lambda: stats.shapiro(large), 50))
