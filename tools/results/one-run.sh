#!/bin/sh
# One run of a results folder: one-run.sh PROGRAM RUNS OUT DATASET NOISE METHOD SEED [SETTING...]
# The JSON of the result goes to OUT/NOISE/METHOD-sSEED.json; what is there is not run again, what was stopped goes on.
set -eu
program=$1 runs=$2 out=$3 dataset=$4 noise=$5 method=$6 seed=$7
shift 7
place="$(echo "$noise" | tr ':' '-')/$method-s$seed"
[ -s "$out/$place.json" ] && exit 0
mkdir -p "$out/${place%/*}" "$runs"
for setting in "$@"; do set -- "$@" --set "$setting"; shift; done
"$program" train --dataset "$dataset" --noise "$noise" --method "$method" --seed "$seed" "$@" \
    --threads 1 --device cpu --out "$runs/$place" --json --quiet >"$out/$place.json.new"
sed -i -E 's#("directory": ")[^"]*/#\1#' "$out/$place.json.new" # no path of this machine
mv "$out/$place.json.new" "$out/$place.json"
