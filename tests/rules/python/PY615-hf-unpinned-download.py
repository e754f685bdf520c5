"""PY615: models without a fixed revision."""
from datasets import load_dataset
from transformers import AutoModel

model = AutoModel.from_pretrained("org/model")  # expect: PY615
#       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ "the download is whatever its owner has there today: no `revision` pins it"

load_dataset("org/rows")  # expect: PY615
AutoModel.from_pretrained("org/model", revision="main")  # expect: PY615

# Fine: a commit hash.
AutoModel.from_pretrained("org/model", revision="5f0b02c75b57c5855da9ae460ce51323ea669d8a")

# Fine: a local folder.
AutoModel.from_pretrained("./model")
