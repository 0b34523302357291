"""Start with corpus-qa in a repository."""
