"""Print answers: as text, as a table, or in a file format, with the evidence for claims."""
