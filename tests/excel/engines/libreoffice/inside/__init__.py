"""The half that runs in the Python that has `uno`; it imports nothing but that and the standard library."""
