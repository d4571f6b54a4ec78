#!/bin/sh
# Trains every method on MNIST with 40 % symmetric noise, LeNet, 10 epochs, 3 seeds, two runs side by side with one thread each,
# and writes results/mnist-symmetric-0.4/. Finished runs are not run again. Needs MNIST (SKEPTIC_DATA) and python3 for the table.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
out="$root/results/mnist-symmetric-0.4"
runs="${RUNS:-$root/runs/mnist-symmetric-0.4}"
mkdir -p "$out/runs" "$runs"
for seed in 1 2 3; do
    for method in ce gce sop aux cdr elr cdr+aux co-teaching; do echo "$method $seed"; done
done | xargs -P 2 -L 1 sh -c '
    name="$3-s$4"
    [ -s "$1/runs/$name.json" ] && exit 0
    "$0" train --dataset mnist --noise symmetric:0.4 --method "$3" --model lenet --epochs 10 --seed "$4" \
        --threads 1 --device cpu --out "$2/$name" --json --quiet >"$1/runs/$name.json.new"
    sed -i -E "s#(\"directory\": \")[^\"]*/#\1#" "$1/runs/$name.json.new" # no path of this machine
    mv "$1/runs/$name.json.new" "$1/runs/$name.json"
' "$root/skeptic" "$out" "$runs"
python3 "$root/tools/results/table.py" "$out" "MNIST, 40 % symmetric noise, LeNet, 10 epochs" >"$out/README.md"
cat "$out/README.md"
