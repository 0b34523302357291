"""The persisted duplicate index."""
