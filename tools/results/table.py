"""Makes the table of a results folder from the JSON that `skeptic train --json` printed: table.py FOLDER TITLE > FOLDER/README.md"""
import collections
import datetime
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys

folder, title = pathlib.Path(sys.argv[1]), sys.argv[2]
groups = collections.OrderedDict()
for file in sorted(folder.glob("runs/*.json")):
    run = json.loads(file.read_text())
    groups.setdefault(run["recipe"]["method"]["use"], []).append(run)


def percent(values):
    spread = f" ± {100 * statistics.stdev(values):.2f}" if len(values) > 1 else ""
    return f"{100 * statistics.mean(values):.2f}{spread}"


def cell(runs, pick, form=percent):
    values = [value for value in map(pick, runs) if value is not None]
    return form(values) if values else ""


def cpu():
    for line in open("/proc/cpuinfo"):
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.processor()


commit = os.environ.get("COMMIT") or subprocess.run(["git", "-C", str(folder), "rev-parse", "--short", "HEAD"], capture_output=True, text=True).stdout.strip()
order = ["ce", "gce", "sop", "aux", "cdr", "elr", "cdr+aux", "co-teaching"]
first = next(iter(groups.values()))[0]
print(f"# {title}\n")
print(f"Clean test accuracy in percent, mean ± sample standard deviation over n seeds. Validation is the noisy 10 % that no run was\n"
      f"trained on. \"Best\" is chosen by the test set and is no claim. AUROC is that of each method's own label score.\n")
print("| method | n | best | last | at best validation | wrong labels memorised | AUROC |")
print("|---|---|---|---|---|---|---|")
for method in sorted(groups, key=lambda m: order.index(m) if m in order else 99):
    runs = groups[method]
    print(f"| {method} | {len(runs)} | {cell(runs, lambda r: r['result']['best']['accuracy'])} | {cell(runs, lambda r: r['result']['last']['accuracy'])} "
          f"| {cell(runs, lambda r: r['result'].get('atBestValidation', {}).get('accuracy'))} | {cell(runs, lambda r: r['result'].get('memorised'))} "
          f"| {cell(runs, lambda r: r['result']['labelScores'][0]['auroc'], lambda v: f'{statistics.mean(v):.4f}')} |")
optimiser = first["recipe"]["optimiser"]
print(f"\nBatch {first['recipe']['batch']}, {optimiser['name']} {optimiser['learningRate']}, momentum {optimiser['momentum']}, weight decay "
      f"{optimiser['weightDecay']}, schedule {first['recipe']['schedule']}; methods with their defaults. Times are measured by `bench/run`, not here.")
print(f"\n{cpu()}, {datetime.date.today()}, commit {commit}. Made by `tools/results/methods-on-mnist.sh`; every run's JSON is in `runs/`.")
