"""Benchmarks: idx beside its hand-written equivalents, always as ratios (`python -m benchmarks`)."""
