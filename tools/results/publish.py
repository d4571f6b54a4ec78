"""Makes a results folder of a sweep: publish.py PROGRAM EXPERIMENT.yaml RUNS FOLDER [OPTION...]

Copies run.json, result.json and events.jsonl of every finished cell of the experiment from RUNS, the --out of the sweep, to
FOLDER/runs, where `skeptic table EXPERIMENT --out FOLDER/runs` and `skeptic plot` read them, draws the figures into FOLDER, and writes
FOLDER/README.md: FOLDER/notes.md, if there, then the tables of all metrics. OPTIONs, such as --set epochs=20, are those of the sweep."""
import json
import os
import pathlib
import platform
import shlex
import shutil
import statistics
import subprocess
import sys

program, experiment, runs, folder = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3]), pathlib.Path(sys.argv[4])
options = sys.argv[5:]
metrics = ["last", "at-best-validation", "best", "memorised", "auroc"]


def skeptic(*words):
    return subprocess.run([program, *words], check=True, capture_output=True, text=True).stdout


def processor():
    for line in open("/proc/cpuinfo"):
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.processor()


# A cell's line of the dry run ends with the name of its directory.
names = [line.split()[-1] for line in skeptic("sweep", experiment, "--out", str(runs), "--dry-run", *options).splitlines() if "finished" in line.split() and (runs / line.split()[-1] / "result.json").exists()]
target = folder / "runs"
shutil.rmtree(target, ignore_errors=True)
records, seconds = [], {}
for name in names:
    (target / name).mkdir(parents=True)
    for file in ("run.json", "result.json", "events.jsonl"):
        shutil.copyfile(runs / name / file, target / name / file)
    record = json.load(open(runs / name / "run.json"))
    records.append(record)
    epochs = [json.loads(line) for line in open(runs / name / "events.jsonl")]
    pace = statistics.median(epoch["seconds"] for epoch in epochs if epoch["event"] == "epoch")
    seconds.setdefault(record["recipe"]["method"]["use"], []).append(pace)

one = records[0]
days = sorted(record["started"][:10] for record in records)
lines = [f"# {json.loads(skeptic('table', experiment, '--out', str(target), '--format', 'json', *options))[0]['title']}", ""]
notes = folder / "notes.md"
if notes.exists():
    lines += [notes.read_text().strip(), ""]
commits = sorted({record["versions"]["skeptic"].split("+")[-1][:7] for record in records})
lines += [
    f"Made by `{shlex.join(['skeptic', 'sweep', experiment, *options])}`, {len(records)} runs, {days[0]} to {days[-1]}, at commit {', '.join(commits)}, "
    f"libtorch {one['versions']['libtorch']}, {one['machine']['os']}, {processor()}, {one['machine']['threads']} thread a run, two runs side by side on "
    f"{one['machine']['processors']} hyper-threads of one core, which other work shared. The runs are in `runs/`: `skeptic table {experiment} --out {target} {shlex.join(options)}` makes the tables again.",
    "",
]
for metric in metrics:
    numbers = json.loads(skeptic("table", experiment, "--out", str(target), "--format", "json", "--metric", metric, *options))
    if not any(entry["values"] for table in numbers for entry in table["entries"]):
        continue
    text = skeptic("table", experiment, "--out", str(target), "--format", "markdown", "--metric", metric, *options)
    lines += [f"## {metric.replace('-', ' ')}", "", *[line for line in text.strip().splitlines() if not line.startswith("#")], ""]
lines += ["## seconds an epoch", "", "Training and evaluation; the least over a method's runs of a run's median epoch, since other work came and went.", "", "| method | s |", "|---|--:|"]
lines += [f"| {method} | {min(paces):.2f} |" for method, paces in seconds.items()] + [""]
for line in skeptic("plot", experiment, "--out", str(runs), "--to", str(folder), *options).splitlines() if "figures" in pathlib.Path(experiment).read_text() else []:
    lines += [f"![{os.path.basename(line)}]({os.path.basename(line)})", ""]
(folder / "README.md.new").write_text("\n".join(lines).strip().replace("\n\n\n", "\n\n") + "\n")
os.replace(folder / "README.md.new", folder / "README.md")
