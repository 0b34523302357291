"""The use cases: the only package that wires the layers together.

Each module is one use case and is imported by itself, so that a small command loads little.
"""
