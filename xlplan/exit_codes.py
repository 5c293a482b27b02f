"""What the exit code of a command says; a script goes by it."""

DONE = 0
"""Done, and nothing needs a person."""
NEEDS_A_PERSON = 1
"""Done, and something needs a person."""
NOT_DONE = 2
"""Not done, and nothing written."""
