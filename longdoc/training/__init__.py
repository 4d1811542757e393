"""Training in five stages: preprocess (`data/`), build, train (`objectives/`, `loop/`), evaluate, deploy."""
