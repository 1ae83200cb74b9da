"""Makes the logs and the texts that the tests of io.krater.timeline compare with: python3 timeline_reference.py FOLDER

What urunc's measuring scripts print for a log is worked out here in Python's own way (sort by time, pairs of neighbours,
the last of equal pairs, int(sum / n), pprint and json.dump), so that formats are Python's and not an imitation of them.
"""
import json
import pprint
import random
import sys
from pathlib import Path


def marks(lines, container):
    chosen = [json.loads(line) for line in lines if container in line]
    chosen = [(each["timestampID"], int(each["time"])) for each in chosen if "cTS" not in each["timestampID"]]
    return sorted(chosen, key=lambda mark: mark[1])


def pairs(ordered):
    return [(f"{a[0]} -> {b[0]}", b[1] - a[1]) for a, b in zip(ordered, ordered[1:])]


def summary(lines, containers):
    lengths = {}
    for container in containers:
        for name, length in dict(pairs(marks(lines, container))).items():
            lengths.setdefault(name, []).append(length)
    return {
        name: {"maximum": f"{max(all)} ns", "minimum": f"{min(all)} ns", "average": f"{int(sum(all) / len(all))} ns"}
        for name, all in lengths.items()
    }


def line(container, mark, time):
    return json.dumps({"containerID": container, "timestampID": mark, "time": time}, separators=(",", ":"))


def made_up(ids, containers, seed, start=1703676366849599657):
    """Containers side by side, a race between processes now and then, with lines of another check."""
    draw = random.Random(seed)
    lines, names = [], []
    for number in range(containers):
        name = f"{draw.getrandbits(256):064x}"
        names.append(name)
        at = start + number * 2_000_000_000
        lines += [line(name, "cTS00", at), line(name, "cTS01", at + 38351)]
        times = []
        for place in range(ids):
            at += draw.randrange(800, 3_000_000)
            times.append(at)
        if number % 3 == 2:
            times[6], times[7] = times[7], times[6]
        order = list(range(ids))
        if number % 2:
            order[8], order[9] = order[9], order[8]
        lines += [line(name, f"TS{place:02d}", times[place]) for place in order]
    return lines, names


def write(folder, name, text):
    with open(folder / name, "w", newline="\n") as out:
        out.write(text)


def main():
    folder = Path(sys.argv[1])
    cases = {
        "urunc20": made_up(20, 7, 1),
        "urunc19": made_up(19, 2, 2),
        "short": ([line("c", "TS00", 1), line("c", "TS01", 3)], ["c"]),
        "wide": (
            [
                line("k1", "TS00" + "x" * 20, 1),
                line("k1", "TS01" + "é" * 24, 1 << 62),
                line("k2", "TS00", 5),
                line("k2", "it's", 7),
                line("k2", "TS02" + "w" * 52, 12345),
            ],
            ["k1", "k2"],
        ),
        "twice": (
            [line("c", mark, at) for mark, at in [("TS00", 1), ("TS01", 3), ("TS00", 10), ("TS01", 14), ("TS01", 15)]],
            ["c"],
        ),
        "large": (
            [line(f"c{n}", mark, at) for n in range(3) for mark, at in [("TS00", n), ("TS01", (1 << 53) + 7 * n + 1)]],
            ["c0", "c1", "c2"],
        ),
    }
    for name, (lines, containers) in cases.items():
        write(folder, name + ".zlog", "".join(each + "\n" for each in lines))
        write(folder, name + ".single.txt", "\n".join(f"{k}:\t{v} ns" for k, v in pairs(marks(lines, containers[0]))) + "\n")
        write(folder, name + ".pprint.txt", pprint.pformat(summary(lines, containers)) + "\n")
        write(folder, name + ".json", json.dumps(summary(lines, containers)))


if __name__ == "__main__":
    main()
