"""What each page shows, read in one transaction and handed over as frozen values."""
