"""What sections of the report are put together from: pictures without a script, rows that open."""
