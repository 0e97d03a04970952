"""Files, rows and standard input, read as documents."""
