"""What becomes of a composite whose child is missing."""
