"""What people look at when the month ends: the position, the committee report, the dashboard, the letters."""
