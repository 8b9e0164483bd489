"""What fills a missing cell from its neighbours in time."""
