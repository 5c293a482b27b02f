"""Files made to harm, or damaged on their way: made by code, read, and held against another program."""
