"""The doors, which decide nothing."""
