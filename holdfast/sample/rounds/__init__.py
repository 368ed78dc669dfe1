"""The four look-back rounds of January 2023: 43 invented findings and how their story is told."""
