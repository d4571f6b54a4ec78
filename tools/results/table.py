"""Makes the tables of a results folder: table.py FOLDER TITLE > FOLDER/README.md

FOLDER holds NOISE/LABEL-sSEED.json, what `skeptic train --json` printed. FOLDER/notes.md, if there, is put under the title."""
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys

folder, title = pathlib.Path(sys.argv[1]), sys.argv[2]
lines = [line.split() for line in open(pathlib.Path(__file__).parent / "methods-on-mnist.txt") if not line.startswith("#")]
order = [line[0] for line in lines]


def percent(values):
    spread = f" ± {100 * statistics.stdev(values):.2f}" if len(values) > 1 else ""
    return f"{100 * statistics.mean(values):.2f}{spread}"


def share(values):
    return f"{statistics.mean(values):.4f}"


def cell(runs, pick, form=percent):
    values = [value for value in map(pick, runs) if value is not None]
    return form(values) if values else ""


def quality(run, of, which):
    scores = run["result"]["labelScores"]
    chosen = [score for score in scores if score["score"] == of] if of else scores[:1]
    return chosen[0][which] if chosen else None


def pace(runs):
    """Other runs share the core, so the least over the runs of a run's median epoch."""
    return f"{min(statistics.median(epoch['seconds'] for epoch in run['epochs']) for run in runs):.2f}"


def processor():
    for line in open("/proc/cpuinfo"):
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.processor()


def table(noise, groups):
    print(f"\n## {noise.replace('-', ' ')}\n")
    print(f"| method | n | last | best (by the test set) | at best noisy validation | memorised | AUROC, own score | "
          f"average precision | AUROC, loss at the end | s an epoch |")
    print("|---|" + "--:|" * 9)
    for label in sorted(groups, key=lambda name: (order.index(name) if name in order else len(order), name)):
        runs = groups[label]
        score = lambda which: cell(runs, lambda run: run["result"][which]["accuracy"] if run["result"].get(which) else None)
        print(f"| {label} | {len(runs)} | {score('last')} | {score('best')} | {score('atBestValidation')} | "
              f"{cell(runs, lambda run: run['result'].get('memorised'))} | {cell(runs, lambda run: quality(run, None, 'auroc'), share)} | "
              f"{cell(runs, lambda run: quality(run, None, 'averagePrecision'), share)} | "
              f"{cell(runs, lambda run: quality(run, 'network: loss of the given label', 'auroc'), share)} | {pace(runs)} |")


print(f"# {title}\n")
if (folder / "notes.md").exists():
    print((folder / "notes.md").read_text().strip() + "\n")
print("Accuracy on the clean test set in percent, mean ± sample standard deviation over n seeds. \"Best\" is chosen by the test set and is\n"
      "no claim. Memorised: of the wrong training labels, the share that the trained network repeats. The own score is the method's or,\n"
      "where it has none, the loss at the best epoch by noisy validation. Seconds: training and evaluation on one thread while another run\n"
      "has the core's other thread; the least over the row's runs of a run's median epoch.")
first = None
for place in sorted(path for path in folder.iterdir() if path.is_dir()):
    groups = {}
    for file in sorted(place.glob("*.json")):
        run = json.loads(file.read_text())
        groups.setdefault(file.stem.rsplit("-s", 1)[0], []).append(run)
        first = first or run
    if groups:
        table(place.name, groups)
recipe = first["recipe"]
optimiser = recipe["optimiser"]
print(f"\n{recipe['model']}, batch {recipe['batch']}, {optimiser['name']} {optimiser['learningRate']}, momentum {optimiser['momentum']}, weight decay "
      f"{optimiser['weightDecay']}, schedule {recipe['schedule']}, {recipe['epochs']} epochs; {recipe['validation']['share']:.0%} of the noisy training set held\n"
      f"out. Settings that differ stand in tools/results/methods-on-mnist.txt and in each run's JSON beside this file.")
commit = os.environ.get("COMMIT") or subprocess.run(["git", "-C", str(folder), "rev-parse", "--short", "HEAD"], capture_output=True, text=True).stdout.strip()
dates = subprocess.run(["date", "-u", "+%Y-%m-%d"], capture_output=True, text=True).stdout.strip()
print(f"\n{processor()}, one thread a run, {dates}; commit {commit}.")
