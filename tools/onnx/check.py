"""Checks models by ONNX's own checker, with inference of shapes: check.py MODEL..."""
import sys

import onnx

for path in sys.argv[1:]:
    onnx.checker.check_model(path, full_check=True)
    model = onnx.load(path)
    print(path, [(entry.key, entry.value) for entry in model.metadata_props])
