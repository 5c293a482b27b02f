"""Consolidating unattended: the settings, the inbox, the work side by side, the record, the page and the log."""
