"""The merge: which value each cell of the plan gets from what officers returned. Nothing here opens a file."""
