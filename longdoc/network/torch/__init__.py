"""The long-context network in torch: training, GPUs, and CPUs without the native kernels."""
