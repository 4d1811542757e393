/* What this library was compiled for, and what the CPU at hand can do. */
#include "kernels.h"

/* The sizes of the structures that are handed over, by which a library of other sources is told. */
PUBLIC int longdoc_layout(void) { return (int)(sizeof(Layer) << 16 | sizeof(Stretch)); }

/* Whether this CPU has what all of the above is written in (F16C came before AVX2). */
PUBLIC int longdoc_supported(void) {
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
}

/* Whether it also has products that torch brings and this library does not: of bytes with 32-bit sums in
 * registers of 512 bits (which tiles of bf16 come with). */
PUBLIC int longdoc_has_faster(void) { return __builtin_cpu_supports("avx512vnni"); }
