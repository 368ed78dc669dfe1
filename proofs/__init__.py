"""How a policy is proved, scenario by scenario, against the engine itself."""
