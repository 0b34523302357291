"""One file, one command, over one pipeline."""
