"""The verbs: one a file. Each computes everything first and returns a result; `save()` writes it."""
