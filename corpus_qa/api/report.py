"""Render what a run folder holds, without reading its articles again."""

from __future__ import annotations

from corpus_qa.report import render, write_all

__all__ = ["render", "write_all"]
