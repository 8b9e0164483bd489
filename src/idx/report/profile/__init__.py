"""The profile of an entity as tables, and as a file."""
