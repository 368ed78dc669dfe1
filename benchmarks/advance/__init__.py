"""One durable step of a case: registering a grievance, ours and by hand on the bare driver."""
