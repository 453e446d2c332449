"""A real schema registry for tests and trials."""
