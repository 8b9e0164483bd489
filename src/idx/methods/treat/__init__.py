"""What is done about outliers before values are normalised."""
