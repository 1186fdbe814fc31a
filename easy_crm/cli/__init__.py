"""The command line `./easy-crm`: one module per group of commands, registered in `main`."""
