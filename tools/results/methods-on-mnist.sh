#!/bin/sh
# Trains every line of methods-on-mnist.txt on MNIST with 40 % symmetric and 40 % pair-flip noise: LeNet, 20 epochs of CDR's
# protocol, 3 seeds, two runs side by side with one thread each; writes results/methods-on-mnist/. Finished runs are not run again.
# SEEDS, NOISES and RUNS change what their names say. Needs MNIST (SKEPTIC_DATA) and python3 for the tables.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
out="$root/results/methods-on-mnist"
runs="${RUNS:-$root/runs/methods-on-mnist}"
"$root/skeptic" methods >/dev/null # builds once, before two runs would
for seed in ${SEEDS:-1 2 3}; do
    for noise in ${NOISES:-symmetric:0.4 pair:0.4}; do
        grep -v '^#' "$here/methods-on-mnist.txt" | while read -r label settings; do
            # Unquoted: xargs joins lines that end in a blank.
            echo $noise $label $seed schedule=multistep:9,19:0.1 $settings
        done
    done
done | xargs -P 2 -L 1 "$here/one-run.sh" "${PROGRAM:-$root/skeptic}" "$runs" "$out" mnist
python3 "$here/table.py" "$out" "All methods on MNIST: LeNet, 20 epochs" >"$out/README.md.new"
mv "$out/README.md.new" "$out/README.md"
