/* Sums of rows with one panel of weights on CPUs with AVX512-VNNI: one register holds the sixteen sums of a row. */
#ifndef LONGDOC_VNNI_H
#define LONGDOC_VNNI_H

#include "kernels.h"

#include <string.h>

/* Twelve rows hide the latency of two dot products per cycle. */
#define AVX512_ROWS 12
#define WITH_AVX512_VNNI ON_CPUS_WITH("avx512f,avx512bw,avx512vl,avx512vnni")

/* Sums of at most AVX512_ROWS rows of unsigned bytes with a panel [inputs / 4, 16, 4] of signed bytes. */
WITH_AVX512_VNNI INLINE void tile_512(int rows, const uint8_t *a, ptrdiff_t inputs, const int8_t *panel,
                                 __m256i sums[][2]) {
    __m512i s[AVX512_ROWS];
#pragma GCC unroll 12
    for (int r = 0; r < rows; r++) s[r] = _mm512_setzero_si512();
    for (ptrdiff_t k = 0; k < inputs; k += 4, panel += 4 * PANEL) {
        const __m512i w = _mm512_loadu_si512((const void *)panel);
#pragma GCC unroll 12
        for (int r = 0; r < rows; r++) {
            int32_t four;
            memcpy(&four, a + r * inputs + k, 4);
            s[r] = _mm512_dpbusd_epi32(s[r], _mm512_set1_epi32(four), w);
        }
    }
#pragma GCC unroll 12
    for (int r = 0; r < rows; r++)
        sums[r][0] = _mm512_castsi512_si256(s[r]), sums[r][1] = _mm512_extracti64x4_epi64(s[r], 1);
}

#endif
