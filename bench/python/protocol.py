"""Lines in, lines of JSON out: how the benchmarks start work in a Python process and wait for it."""
import json
import sys


def serve(facts, run):
    """Prints the facts, then answers `run ARGUMENTS` with what run(*ARGUMENTS) returns, until the input ends."""
    print(json.dumps(facts), flush=True)
    for line in sys.stdin:
        command, *arguments = line.split()
        if command != "run":
            raise ValueError(f"unknown command {command}")
        print(json.dumps(run(*arguments)), flush=True)
