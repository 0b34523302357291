"""Checks for publication dates: each module is one."""
