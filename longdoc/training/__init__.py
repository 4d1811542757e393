"""Training: preprocess → build → train → evaluate → deploy, one file or two a stage."""
