"""From findings to fixed articles: repairs, the files they are written to, and their audit."""
