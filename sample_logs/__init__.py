"""A simulated online service: its exports in three vendors' formats, its design, and the truth."""
