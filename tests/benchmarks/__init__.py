"""What is measured rather than tested; each prints its numbers."""
