"""Excel in and out, knowing no record: reading, cells, checking; writing."""
