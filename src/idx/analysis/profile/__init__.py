"""One entity's profile: where it stands, what it is good and bad at, and who is like it."""
