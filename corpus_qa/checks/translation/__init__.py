"""Checks for visible translation defects: one module per check."""
