"""A real Flink cluster for tests and trials, and what users' clusters need."""
