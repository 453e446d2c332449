"""Flink as the engine: the job server, the submission, and what starts a worker on a TaskManager."""
