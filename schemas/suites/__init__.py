"""Great Expectations suites that ship with corpus-qa."""
