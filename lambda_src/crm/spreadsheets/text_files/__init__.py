"""Text files: encoding, dialect and rows, and tables in HTML and XML."""
