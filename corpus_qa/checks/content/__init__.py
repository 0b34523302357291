"""Checks for bodies that are not complete articles: one module per check."""
