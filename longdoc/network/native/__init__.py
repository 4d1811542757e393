"""The network without torch, on CPUs with AVX2: whole layers in C, the weights as bytes.

`kernels` finds the library that installing longdoc compiled, `weights` brings a checkpoint into its shape,
`encoder` divides documents and texts among the cores, and `model` makes of it what the rest of longdoc reads
with. Where there is no library, or a CPU has faster products than it, torch does the same work.
"""
