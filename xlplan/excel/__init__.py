"""Buttons in Excel: the add-in, how it is built and installed, and what each button does."""
