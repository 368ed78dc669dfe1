"""Slips of the pen in feature files, drawn by seed, and what is said of each."""
