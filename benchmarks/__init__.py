"""Measures Holdfast against hand-written reference code, side by side in one run."""
