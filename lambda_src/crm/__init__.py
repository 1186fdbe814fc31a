"""Easy CRM: everything that runs in AWS. One folder a subject, `handlers` one thin module a function."""
