"""The checks: one small rule a code, each documented and tested by its own examples. Pure: plan in, findings out."""
