"""What Dateline runs on: a Kafka broker for tests, and the engines."""
