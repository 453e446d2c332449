"""Steps that look at one article alone run in a pool of processes, on every core."""
