/* Features of the CPU at hand. */
#include "kernels.h"

/* Whether this CPU has what all of the above is written in (F16C came before AVX2). */
PUBLIC int longdoc_supported(void) {
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
}

/* Whether it also has registers of 512 bits for products of bytes, or tiles of bf16 (which come with them): torch
 * uses these, and this library does not. */
PUBLIC int longdoc_has_faster(void) { return __builtin_cpu_supports("avx512vnni"); }
