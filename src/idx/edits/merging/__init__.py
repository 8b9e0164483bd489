"""Merging: the edits of two sides against their base put together, and what of them conflicts."""
