"""A message that takes its worker with it each time it is handled."""
