"""Checks for bodies that are not whole articles: each module is one."""
