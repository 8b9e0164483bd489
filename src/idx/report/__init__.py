"""What users see: tables, diagnostics and files."""
