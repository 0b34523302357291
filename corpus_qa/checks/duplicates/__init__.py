"""Checks for articles that repeat each other: each module is one."""
