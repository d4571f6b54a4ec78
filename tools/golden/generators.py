"""What torch.manual_seed's stream on the CPU gives, for every way in which Skeptic draws from it.

    python3 tools/golden/generators.py
"""
import torch

import golden


def case(name, seed, draw):
    torch.manual_seed(seed)
    return {"name": name, "seed": seed, "draws": [golden.numbers(draw()) for _ in range(2)]}


def main():
    golden.write("generators.json", {"torch": torch.__version__}, [
        case("uniform", 7, lambda: torch.empty(20).uniform_(-1, 3)),
        case("uniform of doubles", 7, lambda: torch.empty(20, dtype=torch.float64).uniform_()),
        # Below 16 elements PyTorch draws normal numbers one by one, from 16 on in blocks.
        case("few normal", 8, lambda: torch.empty(7).normal_()),
        case("many normal", 8, lambda: torch.empty(37).normal_(2, 0.5)),
        case("bernoulli", 9, lambda: torch.empty(40).bernoulli_(0.3)),
        case("permutation", 10, lambda: torch.randperm(50)),
        case("permutation", 2**40 + 3, lambda: torch.randperm(50)),
    ])


if __name__ == "__main__":
    main()
