"""Checks for damaged characters: one module per check."""
