"""From the cells of a row to the values of a lead."""
