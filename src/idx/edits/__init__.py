"""Edits: the one machinery under `extends`, scenarios, what-if and diffs."""
