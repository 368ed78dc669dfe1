"""What may happen: one table per kind, run by `transitions`, without people, time or policy."""
