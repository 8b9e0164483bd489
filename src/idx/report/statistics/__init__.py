"""The statistics of a result as tables, and as files."""
