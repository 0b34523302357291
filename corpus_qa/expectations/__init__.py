"""Suites, metrics and schemas: what is measured against what is expected."""
