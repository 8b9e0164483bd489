"""How growth becomes an index."""
