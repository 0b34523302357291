"""Reports: what a run folder holds, in the formats that people and other programs read."""
