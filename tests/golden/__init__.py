"""The golden table of deadlines, and the second way by which it was reckoned."""
