"""Train: the steps of a run, with a state on disk from which an interrupted run resumes."""
