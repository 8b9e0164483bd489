"""What the data forbid: values that a method cannot take, children that are missing, an index that cannot go on."""
