"""The query language of leads and its engine, for the table, the export and the chat alike."""
