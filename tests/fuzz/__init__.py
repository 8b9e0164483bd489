"""A fuzz run: damaged frameworks, random tokens and damaged tables, each case made from a seed and its number."""
