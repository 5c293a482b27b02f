"""Reading a council's own sheets, however they are laid out: from grids to a reading."""
