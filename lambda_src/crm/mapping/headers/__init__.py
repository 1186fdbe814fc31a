"""What a header says: words in many languages, combined into the meaning of a column."""
