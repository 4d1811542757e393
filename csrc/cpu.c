/* CPU feature detection. */
#include "kernels.h"

#include <cpuid.h>

/* Whether this CPU has the instructions that this library requires (F16C is older than AVX2). */
PUBLIC int longdoc_supported(void) {
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
}

/* Whether this CPU also has AMX (tiles for int8 and bf16 products), and the operating system enables it. torch uses
 * AMX; this library does not. */
PUBLIC int longdoc_has_faster(void) {
    enum { TILES = 1 << 24, SAVED = 1 << 27, TILES_SAVED = 3 << 17 };
    unsigned a, b, c, d;
    if (!__get_cpuid_count(7, 0, &a, &b, &c, &d) || !(d & TILES)) return 0;
    if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & SAVED)) return 0;
    __asm__("xgetbv" : "=a"(a), "=d"(d) : "c"(0));
    return (a & TILES_SAVED) == TILES_SAVED;
}
