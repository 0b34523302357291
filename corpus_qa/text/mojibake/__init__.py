"""Text that was read in the wrong character set, and how to read it again."""
