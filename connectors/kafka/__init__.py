"""Kafka: source, transactional sink, admin, settings and the embedded broker."""
