"""Own fields: what the owner of the CRM makes of extras, with a label and a type. No lead is rewritten for one."""
