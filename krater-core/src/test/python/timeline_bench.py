"""The peer of TimelineBench: python3 timeline_bench.py LOG [CONTAINERS]

Reads a log of timestamps with Python's json in one pass, then as urunc's scripts do it: the whole file read and searched
for each container anew, here for a few containers and counted up to all of them.
"""
import json
import sys
import time

from timeline_reference import pairs


def one_pass(log):
    marks = {}
    with open(log) as lines:
        for line in lines:
            each = json.loads(line)
            marks.setdefault(each["containerID"], []).append((each["timestampID"], each["time"]))
    lengths = {}
    for of_one in marks.values():
        of_one.sort(key=lambda mark: mark[1])
        for name, length in pairs(of_one):
            lengths.setdefault(name, []).append(length)
    figures = {name: (max(all), min(all), int(sum(all) / len(all))) for name, all in lengths.items()}
    return list(marks), figures


def file_for_each(log, containers):
    for container in containers:
        with open(log) as lines:
            found = [line for line in lines.readlines() if container in line]
        marks = [(each["timestampID"], each["time"]) for each in map(json.loads, found)]
        pairs(sorted(marks, key=lambda mark: mark[1]))


def main():
    log, few = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 5
    start = time.perf_counter()
    containers, _ = one_pass(log)
    print(f"Python's json, one pass | {time.perf_counter() - start:.2f} s")
    start = time.perf_counter()
    file_for_each(log, containers[:few])
    each = (time.perf_counter() - start) / few
    print(f"the scripts' way, the file read for each container | {each:.3f} s a container, {each * len(containers):.0f} s for all")


if __name__ == "__main__":
    main()
