"""Checks for duplicate articles: one module per check."""
