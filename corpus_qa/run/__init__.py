"""The run folder and what a run needs while it works: tables, processes, times."""
