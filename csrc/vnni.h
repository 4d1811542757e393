/* Sums of rows with one panel of weights on CPUs with AVX512-VNNI: one register holds the sixteen sums of a row. */
#ifndef LONGDOC_VNNI_H
#define LONGDOC_VNNI_H

#include "kernels.h"

#include <string.h>

/* Twelve rows by two panels: 24 sums hide the latency of two dot products per cycle, and each row's four bytes are loaded
 * for both panels at once, as two loads per cycle would not be enough for two dot products that need one each. */
#define AVX512_ROWS 12
#define AVX512_PANELS 2
#define WITH_AVX512_VNNI ON_CPUS_WITH("avx512f,avx512bw,avx512vl,avx512vnni")

WITH_AVX512_VNNI INLINE void inlined_tile_512(int rows, int panels, const uint8_t *a, ptrdiff_t inputs,
                                              const int8_t *panel, __m256i sums[][2]) {
    __m512i s[AVX512_ROWS][AVX512_PANELS], w[AVX512_PANELS];
#pragma GCC unroll 12
    for (int r = 0; r < rows; r++)
#pragma GCC unroll 2
        for (int p = 0; p < panels; p++) s[r][p] = _mm512_setzero_si512();
    for (ptrdiff_t k = 0; k < inputs; k += 4, panel += 4 * PANEL) {
#pragma GCC unroll 2
        for (int p = 0; p < panels; p++) w[p] = _mm512_loadu_si512((const void *)(panel + p * PANEL * inputs));
#pragma GCC unroll 12
        for (int r = 0; r < rows; r++) {
            int32_t four;
            memcpy(&four, a + r * inputs + k, 4);
            const __m512i x = _mm512_set1_epi32(four);
#pragma GCC unroll 2
            for (int p = 0; p < panels; p++) {
                s[r][p] = _mm512_dpbusd_epi32(s[r][p], x, w[p]);
                IN_PLACE(s[r][p]);
            }
        }
    }
#pragma GCC unroll 12
    for (int r = 0; r < rows; r++)
#pragma GCC unroll 2
        for (int p = 0; p < panels; p++) {
            sums[r * panels + p][0] = _mm512_castsi512_si256(s[r][p]);
            sums[r * panels + p][1] = _mm512_extracti64x4_epi64(s[r][p], 1);
        }
}

/* A whole tile, in a function of its own so that its sums get all registers: inlined, GCC 12 keeps some in memory. */
WITH_AVX512_VNNI __attribute__((noinline)) static void whole_tile_512(const uint8_t *a, ptrdiff_t inputs,
                                                                      const int8_t *panel, __m256i sums[][2]) {
    inlined_tile_512(AVX512_ROWS, AVX512_PANELS, a, inputs, panel, sums);
}

/* Sums [rows, panels] of at most AVX512_ROWS rows of unsigned bytes with at most AVX512_PANELS panels
 * [panels, inputs / 4, 16, 4] of signed bytes. */
WITH_AVX512_VNNI INLINE void tile_512(int rows, int panels, const uint8_t *a, ptrdiff_t inputs, const int8_t *panel,
                                      __m256i sums[][2]) {
    if (rows == AVX512_ROWS && panels == AVX512_PANELS) whole_tile_512(a, inputs, panel, sums);
    else inlined_tile_512(rows, panels, a, inputs, panel, sums);
}

#endif
