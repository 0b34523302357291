"""Checks for leftovers of web pages around an article: each module is one."""
