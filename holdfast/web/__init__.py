"""The pages that a browser is shown: they read and explain, and change nothing."""
