"""Training: batches, shards, and the step that turns errors into better weights."""
