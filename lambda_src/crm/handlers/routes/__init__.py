"""Routes of one subject, which the function of another includes."""
