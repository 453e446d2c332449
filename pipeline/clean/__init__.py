"""Clean: text without templates, normalised, in a known language."""
