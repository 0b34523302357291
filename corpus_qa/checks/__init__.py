"""The checks: one module each, in the folder of its family."""

from corpus_qa.checks.registry import BUILTIN, catalogue

__all__ = ["BUILTIN", "catalogue"]
