"""Dates in fields, in running text and in addresses."""
