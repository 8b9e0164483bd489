"""What makes indicators of different units comparable: growth forms and scores."""
