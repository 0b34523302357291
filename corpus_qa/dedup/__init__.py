"""Duplicates: which articles repeat which, and which lines a site repeats."""
