"""Question and passages → candidate spans: networks, rules and tables find them, penalties rank them."""
