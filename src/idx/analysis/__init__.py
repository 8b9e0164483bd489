"""What is asked of results: verification, and rules on data and values."""
