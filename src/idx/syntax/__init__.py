"""From text to a tree of positions and words: the only place that knows Lark."""
