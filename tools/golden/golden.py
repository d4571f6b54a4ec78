"""What the reference scripts share: tensors as JSON, one case a line, written beside the tests and then renamed."""
import json
import os

FOLDER = os.path.join(os.path.dirname(__file__), "..", "..", "tests", "Skeptic.Torch.Tests", "Golden")


def numbers(tensor):
    """Shape and elements, row by row; a float32 survives the way through JSON unchanged."""
    return {"shape": list(tensor.shape), "items": tensor.detach().reshape(-1).tolist()}


def state(module):
    return [{"name": name, **numbers(value)} for name, value in module.state_dict().items()]


def write(name, facts, cases):
    path = os.path.join(FOLDER, name)
    with open(path + ".new", "w") as file:
        file.write("{\n")
        for key, value in facts.items():
            file.write(f'"{key}": {json.dumps(value)},\n')
        file.write('"cases": [\n' + ",\n".join(json.dumps(case) for case in cases) + "\n]\n}\n")
    os.rename(path + ".new", path)
