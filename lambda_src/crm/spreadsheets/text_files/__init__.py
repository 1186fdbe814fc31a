"""Text files: their encoding, their dialect, their rows; and tables in HTML."""
