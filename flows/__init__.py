"""What happens by itself: the schedule, the Prefect flows, and the runner that wakes them."""
