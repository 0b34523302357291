"""Checks for visible defects that translation leaves: each module is one."""
