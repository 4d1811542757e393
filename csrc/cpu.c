/* CPU feature detection. */
#include "kernels.h"

#if ON_X86
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
#else
PUBLIC int longdoc_supported(void) { return 1; }
PUBLIC int longdoc_has_faster(void) { return 0; }
#endif

#if KNOWS_I8MM && defined(__APPLE__)
#include <sys/sysctl.h>

int has_i8mm(void) {
    int has = 0;
    size_t size = sizeof has;
    return sysctlbyname("hw.optional.arm.FEAT_I8MM", &has, &size, NULL, 0) == 0 && has;
}
#elif KNOWS_I8MM && defined(__linux__)
#include <sys/auxv.h>

int has_i8mm(void) {
    enum { I8MM_BIT = 1 << 13 }; /* HWCAP2_I8MM */
    return (getauxval(AT_HWCAP2) & I8MM_BIT) != 0;
}
#else
int has_i8mm(void) { return 0; }
#endif
