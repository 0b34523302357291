"""From tables to statements that hold or not: pandera on rows, Great Expectations on metrics."""
