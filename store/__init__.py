"""What has happened: rows, unit of work, journal, sealed content, queries and migrations."""
