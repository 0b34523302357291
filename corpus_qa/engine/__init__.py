"""From article batches to findings, signals and sketches, on one machine or many."""
