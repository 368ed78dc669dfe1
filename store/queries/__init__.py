"""Reads for screens: functions that answer frozen values, in which no lazy load can happen."""
