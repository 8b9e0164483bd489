"""Reports on vintages: what each edition says of a period, and how figures were revised."""
