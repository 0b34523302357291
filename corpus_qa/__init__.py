"""Validate collections of news and web articles, and show the evidence."""
