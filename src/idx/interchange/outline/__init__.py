"""Outlines: the tree of a framework as a table, read from spreadsheets and from COINr, and written as a framework."""
