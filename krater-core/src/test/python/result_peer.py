"""What a notebook does with KRATER's files: json and pandas load a folder, derive KRATER's figures, and write both tables."""
import json
import pathlib
import sys

import pandas as pd

source, target = map(pathlib.Path, sys.argv[1:])
trials, parts = [], []
for file in sorted(source.glob("*.json")):
    for key, entries in json.loads(file.read_text()).items():
        for entry in entries:
            frame = pd.DataFrame(entry["samples"])
            phases, parsed = entry["phases"], entry["parsed_metrics"]
            usage, time = frame["usage_usec"], frame["timestamp"]
            row = {"environment": file.stem, "variant": key, "trial": entry["trial"], "valid": parsed["valid"]}
            trials.append(row | phases | {
                "throughput_mflops": parsed["throughput_mflops"],
                "avg_cpu_cores": (usage.diff() / time.diff()).mean() / 1e6,
                "kernel_time_fraction": (frame["system_usec"].iloc[-1] - frame["system_usec"].iloc[0]) / (usage.iloc[-1] - usage.iloc[0]),
                "peak_mem_bytes": frame["mem_bytes"].max(),
                "avg_mem_bytes": frame["mem_bytes"].mean(),
                "peak_anon_bytes": frame["rss_bytes"].max(),
                "cold_start_time": phases["running_time"] - phases["start"],
                "throttled_events": frame["nr_throttled"].iloc[-1] - frame["nr_throttled"].iloc[0],
            })
            frame.insert(0, "environment", file.stem)
            frame.insert(1, "variant", key)
            frame.insert(2, "trial", entry["trial"])
            frame.insert(3, "t_s", time - phases["bench_start"])
            parts.append(frame)
pd.DataFrame(trials).to_csv(target / "peer-trials.csv", index=False)
pd.concat(parts, ignore_index=True).to_csv(target / "peer-samples.csv", index=False)
