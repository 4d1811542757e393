"""Reading → summary: sentences are scored, selected under a budget, and explained."""
