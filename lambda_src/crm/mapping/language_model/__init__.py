"""What DeepSeek is asked about columns and free text, and what of its answers is taken."""
