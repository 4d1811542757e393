"""The long-context network without torch, on CPUs with AVX2 or NEON: layers in C with int8 weights.

`kernels` loads the library that is compiled at installation, `weights` converts a checkpoint to its layout,
`encoder` distributes documents and texts to the cores, and `model` implements `Network`. If there is no
library, or torch is faster on the CPU, torch is used instead.
"""
