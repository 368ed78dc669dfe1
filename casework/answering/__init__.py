"""Answers to why: of acts, checks, clocks, people and events, as values and as sentences."""
