"""The sweep: finding the due among all open clocks, and escalating them durably."""
