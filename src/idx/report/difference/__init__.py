"""Reports on what two versions differ by."""
