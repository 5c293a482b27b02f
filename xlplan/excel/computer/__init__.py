"""This computer: where Excel looks for add-ins, what is there, missing or blocked; install, remove, check."""
