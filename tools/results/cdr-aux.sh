#!/bin/sh
# The report's comparison of SGD, CDR, AUX and CDR+AUX on MNIST at 40 % asymmetric and pair-flip noise; writes results/cdr-aux/.
# EPOCHS (100) and SEEDS (1 2 3) change the extent. Finished runs are not run again. Needs MNIST (SKEPTIC_DATA) and python3.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
out="$root/results/cdr-aux"
runs="${RUNS:-$root/runs/cdr-aux}"
"$root/skeptic" methods >/dev/null
for seed in ${SEEDS:-1 2 3}; do
    for noise in asymmetric:0.4 pair:0.4; do
        for label in ce cdr aux cdr+aux; do echo "$noise $label $seed schedule=multistep:9,19:0.1 epochs=${EPOCHS:-100}"; done
    done
done | xargs -P 2 -L 1 "$here/one-run.sh" "${PROGRAM:-$root/skeptic}" "$runs" "$out" mnist
python3 "$here/table.py" "$out" "The report's setting: CDR and auxiliary variables on MNIST" "$here/cdr-aux-published.csv" >"$out/README.md.new"
mv "$out/README.md.new" "$out/README.md"
