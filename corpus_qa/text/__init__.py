"""Pure helpers: patterns over many texts, languages, words. Nothing here knows a check."""
