"""Readers and the dataset store: articles of any common form become Parquet fragments."""

from corpus_qa.dataset.conversion import Conversion, convert
from corpus_qa.dataset.find import SUFFIXES
from corpus_qa.dataset.manifest import Fragment, is_dataset
from corpus_qa.dataset.store import Dataset

__all__ = ["SUFFIXES", "Conversion", "Dataset", "Fragment", "convert", "is_dataset"]
