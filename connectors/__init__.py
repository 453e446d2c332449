"""Connectors to Kafka, schema registries, feeds and files. They know nothing of news."""
