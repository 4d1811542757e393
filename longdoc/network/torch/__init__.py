"""The long-context network in torch: for training, GPUs, and CPUs without the native layers."""
