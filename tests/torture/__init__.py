"""The torture suite: what Holdfast promises, tried where it hurts."""
