#!/usr/bin/env python3
"""Prints the table of DipCritical.java: the 0.95 quantile of sqrt(n) * dip over uniform samples of n, by simulation.

    python3 -m venv venv && venv/bin/pip install numpy diptest
    venv/bin/python krater-core/src/test/python/dip_critical_values.py
"""

import diptest
import numpy as np

rng = np.random.default_rng(1985)
for n in (4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 25, 30, 40, 50, 75, 100, 150, 200, 300, 500, 1000, 5000):
    rounds = 200_000 if n <= 500 else 40_000
    dips = [diptest.dipstat(rng.random(n)) for _ in range(rounds)]
    print(f"{{{n}, {np.quantile(dips, 0.95) * np.sqrt(n):.4f}}},", flush=True)
