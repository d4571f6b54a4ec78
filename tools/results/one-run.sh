#!/bin/sh
# One run of a results folder: one-run.sh PROGRAM RUNS OUT DATASET NOISE LABEL SEED [SETTING...]
# LABEL is METHOD or METHOD@VARIANT. The JSON of the result goes to OUT/NOISE/LABEL-sSEED.json; what is there is not run again,
# what was stopped goes on from the run directory in RUNS.
set -eu
program=$1 runs=$2 out=$3 dataset=$4 noise=$5 label=$6 seed=$7
shift 7
place="$(echo "$noise" | tr ':' '-')/$label-s$seed"
[ -s "$out/$place.json" ] && exit 0
mkdir -p "$out/${place%/*}" "$runs"
for setting in "$@"; do set -- "$@" --set "$setting"; shift; done
"$program" train --dataset "$dataset" --noise "$noise" --method "${label%%@*}" --seed "$seed" "$@" \
    --threads 1 --device cpu --out "$runs/$place" --json --quiet >"$out/$place.json.new"
sed -i -E 's#("directory": ")[^"]*/#\1#' "$out/$place.json.new" # no path of this machine
mv "$out/$place.json.new" "$out/$place.json"
