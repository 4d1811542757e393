"""What longdoc costs and how well it reads, measured on the machine at hand, beside its peers."""
