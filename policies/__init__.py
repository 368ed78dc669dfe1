"""What must happen, when and by whom: the policy language, its rules, and counting of time."""
