"""`longdoc mcp`: the documents of this machine as tools of a Model Context Protocol server, read-only."""
