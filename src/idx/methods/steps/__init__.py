"""Steps of a pipeline: what `then` does to scores."""
