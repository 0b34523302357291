"""Checks for damaged characters: each module is one."""
