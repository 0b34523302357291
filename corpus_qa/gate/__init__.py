"""The decision for CI: what passes, what fails, and what was not looked at."""
