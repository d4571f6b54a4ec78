#!/bin/sh
# Trains every line of two-networks.txt on MNIST with 50 % and 80 % symmetric and 45 % pair-flip noise: LeNet, 20 epochs of
# Co-teaching's optimiser (Adam, 0.001, batch 128), 3 seeds, two runs side by side with one thread each; writes
# results/two-networks/. Finished runs are not run again. SEEDS, NOISES and RUNS change what their names say. Needs MNIST
# (SKEPTIC_DATA) and python3 for the tables.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
out="$root/results/two-networks"
runs="${RUNS:-$root/runs/two-networks}"
"$root/skeptic" methods >/dev/null # builds once, before two runs would
for seed in ${SEEDS:-1 2 3}; do
    for noise in ${NOISES:-symmetric:0.5 pair:0.45 symmetric:0.8}; do
        grep -v '^#' "$here/two-networks.txt" | while read -r label settings; do
            # Unquoted: xargs joins lines that end in a blank.
            echo $noise $label $seed optimiser.name=adam optimiser.learningRate=0.001 optimiser.weightDecay=0 batch=128 schedule=constant epochs=20 $settings
        done
    done
done | xargs -P 2 -L 1 "$here/one-run.sh" "${PROGRAM:-$root/skeptic}" "$runs" "$out" mnist
python3 "$here/table.py" "$out" "Two networks and semi-supervised learning on MNIST" "$here/co-teaching-published.csv" two-networks.txt >"$out/README.md.new"
mv "$out/README.md.new" "$out/README.md"
