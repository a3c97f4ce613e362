"""The business: plans, responsibilities, lines, reports. Folders are layers, file names are subjects."""
