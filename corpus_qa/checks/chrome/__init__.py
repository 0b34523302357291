"""Checks for site chrome around an article: one module per check."""
