"""Where the table of a sheet is: its header, the rows that are no data, cards and instructions."""
