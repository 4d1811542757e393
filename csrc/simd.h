/* The vector instructions of AVX2 by their Intel names, on every CPU.
 *
 * On x86-64 they are the compiler's own. Elsewhere SIMDe translates each to the instructions that are there (NEON on
 * arm64) with the same result, bit by bit: https://github.com/simd-everywhere/simde (MIT; headers only).
 */
#ifndef LONGDOC_SIMD_H
#define LONGDOC_SIMD_H

#if defined(__x86_64__) || defined(_M_X64)
#define ON_X86 1
#include <cpuid.h>
#include <immintrin.h>
#else
#define ON_X86 0
#define SIMDE_ENABLE_NATIVE_ALIASES
#include <simde/x86/avx2.h>
#include <simde/x86/f16c.h>
#include <simde/x86/fma.h>
#ifndef _MM_FROUND_NO_EXC
#define _MM_FROUND_NO_EXC SIMDE_MM_FROUND_NO_EXC
#endif
#endif

#ifndef ON_CPUS_WITH
#define ON_CPUS_WITH(instructions) __attribute__((target(instructions)))
#endif

/* Keep a number in its register, and the additions to it in the order in which they are written. GCC would add many
 * products as a tree, which needs more registers than there are, and copy sums before each dot product. */
#ifndef IN_PLACE
#if ON_X86 && defined(__GNUC__)
#define IN_PLACE(number) __asm__("" : "+v"(number))
#else
#define IN_PLACE(number) (void)(number)
#endif
#endif

/* Compilers that know the dot products of bytes which newer CPUs have: VNNI on x86-64, I8MM on arm64. */
#define KNOWS_VNNI (ON_X86 && (__GNUC__ >= 11 || __clang_major__ >= 12))
#if defined(__aarch64__) && (__clang_major__ >= 16 || (__GNUC__ >= 11 && !defined(__clang__)))
#define KNOWS_I8MM 1
#define I8MM ON_CPUS_WITH("arch=armv8.2-a+i8mm")

/* The dot product of four neighbouring bytes (unsigned by signed), added to eight 32-bit sums. */
I8MM static inline __attribute__((always_inline)) __m256i dot_i8mm(__m256i sums, __m256i x, __m256i w) {
    simde__m256i_private s = simde__m256i_to_private(sums);
    const simde__m256i_private a = simde__m256i_to_private(x), b = simde__m256i_to_private(w);
    for (int half = 0; half < 2; half++)
        s.m128i_private[half].neon_i32 = vusdotq_s32(
            s.m128i_private[half].neon_i32, a.m128i_private[half].neon_u8, b.m128i_private[half].neon_i8);
    return simde__m256i_from_private(s);
}
#else
#define KNOWS_I8MM 0
#endif

#endif
