"""From article batches to findings, signals and sketches."""
