"""Reports of a run folder: one module for each form, each with ``write(run) -> str``."""
