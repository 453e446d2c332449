"""Commands that fit the weights which Dateline ships with, from labelled sets that it does not."""
