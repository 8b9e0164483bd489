"""Formulas and conditions: what they are bound to, their units, and their polars form."""
