"""The Python API: what ``import corpus_qa`` offers beside the records of plug-ins."""
