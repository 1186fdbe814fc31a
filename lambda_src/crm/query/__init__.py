"""The one query language of leads: the table, the export and the chat ask in it, and one engine answers."""
