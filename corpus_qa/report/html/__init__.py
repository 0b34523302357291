"""The report for people: one offline page."""
