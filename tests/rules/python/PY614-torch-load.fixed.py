"""PY614: models that run code."""
import torch
from torch import load as read

model = torch.load(path, weights_only=True)  # expect: PY614
#       ^^^^^^^^^^^^^^^^ "`torch.load` unpickles the file: it runs whatever code the model brings along"

read(path, weights_only=True)  # expect: PY614

# Fine: weights only.
torch.load(path, weights_only=True)

# Fine: options that are not known.
torch.load(path, **options)
