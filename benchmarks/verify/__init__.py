"""The audit of all chains, ours and by hand on the bare driver."""
