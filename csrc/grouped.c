/* Products of int8 activations with group-wise 4-bit weights, bit-exact on every CPU with AVX2.
 *
 * A weight is scale · level · q, with q in -7..7 and one level per output and group of 32 inputs. A panel of 16
 * outputs is unpacked on demand, small enough for the L1 cache, and multiplied with all rows. CPUs with VNNI
 * multiply by level · q, which fits a byte. On others, sixteen products with q are added in 16 bits (255 · 7 · 16
 * does not overflow) and widened by the multiplication with the level.
 *
 * Inputs are rounded to unsigned bytes, with a scale (`step`) and zero point per row.
 */
#include "kernels.h"

#include <math.h>
#include <string.h>

enum { MOST_PANELS = 2, GROUP = 32, STEPS = GROUP / 4, CODES = GROUP * PANEL / 2, LEVEL_PAIRS = 2 * PANEL, BYTES = 255 };

/* Quantize each row of x [rows, width]: x = step · (byte - zero). */
void quantize_each(const float *x, ptrdiff_t rows, ptrdiff_t width, const Rounded *to) {
    for (ptrdiff_t row = 0; row < rows; row++, x += width) {
        __m256 low = _mm256_setzero_ps(), high = low;
        for (ptrdiff_t k = 0; k < width; k += LANES) {
            low = _mm256_min_ps(low, _mm256_loadu_ps(x + k));
            high = _mm256_max_ps(high, _mm256_loadu_ps(x + k));
        }
        const float least = -max_8(_mm256_sub_ps(_mm256_setzero_ps(), low));
        const float step = fmaxf((max_8(high) - least) / BYTES, 1e-12f);
        to->step[row] = step;
        to->zero[row] = (int32_t)lrintf(-least / step);
        const __m256 by = _mm256_set1_ps(1.0f / step);
        const __m256i zero = _mm256_set1_epi32(to->zero[row]);
        uint8_t *bytes = to->bytes + row * width;
        for (ptrdiff_t k = 0; k < width; k += GROUP) {
            __m256i four[4];
#pragma GCC unroll 4
            for (int i = 0; i < 4; i++)
                four[i] = _mm256_add_epi32(
                    _mm256_cvtps_epi32(_mm256_mul_ps(_mm256_loadu_ps(x + k + i * LANES), by)), zero);
            const __m256i words = _mm256_packus_epi16(_mm256_packs_epi32(four[0], four[1]),
                                                      _mm256_packs_epi32(four[2], four[3]));
            _mm256_storeu_si256((__m256i *)(bytes + k),
                                _mm256_permutevar8x32_epi32(words, _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7)));
        }
    }
}

INLINE __m256i times_levels(__m256i q, __m256i level) {
    const __m256i odd = _mm256_set1_epi16((int16_t)0xFF00);
    return _mm256_or_si256(_mm256_andnot_si256(odd, _mm256_mullo_epi16(q, level)),
                           _mm256_mullo_epi16(_mm256_and_si256(q, odd), level));
}

/* A panel as bytes: level · q; or q alone, with the levels twice each for pairs of sums in `level_pairs` [groups, 32]. */
INLINE void unpack(int separate, const Grouped *w, ptrdiff_t n, int8_t *panel, int16_t *level_pairs) {
    const ptrdiff_t groups = w->inputs / GROUP;
    const uint8_t *codes = w->codes + n / PANEL * groups * CODES, *levels = w->levels + n / PANEL * groups * PANEL;
    const __m256i low_half = _mm256_set1_epi8(15), none = _mm256_set1_epi8(8);
    for (ptrdiff_t g = 0; g < groups; g++, levels += PANEL, level_pairs += LEVEL_PAIRS) {
        __m256i level[2];
#pragma GCC unroll 2
        for (int h = 0; h < 2; h++) {
            const __m256i of = _mm256_cvtepu8_epi32(_mm_loadl_epi64((const __m128i *)(levels + h * LANES)));
            level[h] = _mm256_or_si256(of, _mm256_slli_epi32(of, 16));
            if (separate) _mm256_storeu_si256((__m256i *)(level_pairs + h * PANEL), level[h]);
        }
        for (int s = 0; s < STEPS; s++, codes += LEVEL_PAIRS, panel += 2 * LEVEL_PAIRS) {
            const __m256i both = _mm256_loadu_si256((const __m256i *)codes);
            const __m256i first = _mm256_and_si256(both, low_half);
            const __m256i second = _mm256_and_si256(_mm256_srli_epi16(both, 4), low_half);
            const __m256i q[2] = {_mm256_sub_epi8(first, none), _mm256_sub_epi8(second, none)};
#pragma GCC unroll 2
            for (int h = 0; h < 2; h++)
                _mm256_storeu_si256((__m256i *)(panel + h * LEVEL_PAIRS), separate ? q[h] : times_levels(q[h], level[h]));
        }
    }
}

/* Dequantize 16 sums of a row to y [16]; `all` are the panel's sums of weights, to correct for the zero point. */
INLINE void finish(int how, const Grouped *w, ptrdiff_t n, const __m256i sums[2], const __m256i all[2], float step,
                   int32_t zero, float *y) {
    const __m256 steps = _mm256_set1_ps(step);
    const __m256i zeros = _mm256_set1_epi32(zero);
#pragma GCC unroll 2
    for (int h = 0; h < 2; h++) {
        const __m256i sum = _mm256_sub_epi32(sums[h], _mm256_mullo_epi32(all[h], zeros));
        const __m256 scale = _mm256_mul_ps(_mm256_loadu_ps(w->scale + n + h * LANES), steps);
        __m256 made = _mm256_fmadd_ps(_mm256_cvtepi32_ps(sum), scale, _mm256_loadu_ps(w->bias + n + h * LANES));
        if (how & ADD) made = _mm256_add_ps(made, _mm256_loadu_ps(y + h * LANES));
        _mm256_storeu_ps(y + h * LANES, how & GELU ? gelu_8(made) : made);
    }
}

INLINE __m256i four_bytes(const uint8_t *at) {
    int32_t four;
    memcpy(&four, at, 4);
    return _mm256_set1_epi32(four);
}

/* Sums of `rows` rows with one panel, by the instructions of each kind of CPU. */
INLINE void avx2_tile(int rows, int panels, const uint8_t *a, ptrdiff_t inputs, const int8_t *panel,
                      const int16_t *level_pairs, __m256i sums[][2]) {
    (void)panels;
    __m256i s[3][2];
#pragma GCC unroll 8
    for (int r = 0; r < rows; r++) s[r][0] = s[r][1] = _mm256_setzero_si256();
    for (ptrdiff_t k = 0; k < inputs; k += GROUP, panel += PANEL * GROUP, level_pairs += LEVEL_PAIRS) {
        __m256i few[3][2];
#pragma GCC unroll 8
        for (int f = 0; f < STEPS; f++) {
            const __m256i w0 = _mm256_load_si256((const __m256i *)(panel + f * 64));
            const __m256i w1 = _mm256_load_si256((const __m256i *)(panel + f * 64 + 32));
#pragma GCC unroll 8
            for (int r = 0; r < rows; r++) {
                const __m256i x = four_bytes(a + r * inputs + k + 4 * f);
                const __m256i y0 = _mm256_maddubs_epi16(x, w0), y1 = _mm256_maddubs_epi16(x, w1);
                few[r][0] = f ? _mm256_add_epi16(few[r][0], y0) : y0;
                few[r][1] = f ? _mm256_add_epi16(few[r][1], y1) : y1;
                IN_PLACE(few[r][0]);
                IN_PLACE(few[r][1]);
            }
        }
        const __m256i l0 = _mm256_load_si256((const __m256i *)level_pairs);
        const __m256i l1 = _mm256_load_si256((const __m256i *)(level_pairs + PANEL));
#pragma GCC unroll 8
        for (int r = 0; r < rows; r++) {
            s[r][0] = _mm256_add_epi32(s[r][0], _mm256_madd_epi16(few[r][0], l0));
            s[r][1] = _mm256_add_epi32(s[r][1], _mm256_madd_epi16(few[r][1], l1));
        }
    }
#pragma GCC unroll 8
    for (int r = 0; r < rows; r++) sums[r][0] = s[r][0], sums[r][1] = s[r][1];
}

#define KIND(name) avx2_##name
#define TARGET
#define ROWS 3
#define SEPARATE 1
#include "grouped.h"

#if KNOWS_VNNI
#include "vnni.h"

WITH_AVX512_VNNI INLINE void avx512_vnni_tile(int rows, int panels, const uint8_t *a, ptrdiff_t inputs,
                                              const int8_t *panel, const int16_t *level_pairs, __m256i sums[][2]) {
    (void)level_pairs;
    tile_512(rows, panels, a, inputs, panel, sums);
}

#define KIND(name) avx512_vnni_##name
#define TARGET WITH_AVX512_VNNI
#define ROWS AVX512_ROWS
#define PANELS AVX512_PANELS
#define SEPARATE 0
#include "grouped.h"

#define KIND(name) avx_vnni_##name
#define TARGET ON_CPUS_WITH("avxvnni")
#define ROWS 6
#define SEPARATE 0
#define DOT _mm256_dpbusd_avx_epi32
#include "grouped.h"
#else
#define avx512_vnni_grouped avx2_grouped
#define avx_vnni_grouped avx2_grouped
#endif

#if KNOWS_I8MM
#define KIND(name) i8mm_##name
#define TARGET I8MM
#define ROWS 6
#define SEPARATE 0
#define DOT dot_i8mm
#include "grouped.h"
#else
#define i8mm_grouped avx2_grouped
#endif

static void (*const GROUPED[])(int how, const Grouped *w, const Rounded *x, ptrdiff_t rows, float *y,
                               ptrdiff_t stride, char *workspace) = {avx512_vnni_grouped, avx_vnni_grouped, i8mm_grouped, avx2_grouped};

size_t grouped_workspace(int32_t inputs) {
    return (size_t)inputs * (MOST_PANELS * PANEL + 1) + sizeof(int16_t) * LEVEL_PAIRS * (size_t)(inputs / GROUP);
}

/* y [rows, outputs], rows `stride` apart. */
void grouped(int how, const Grouped *w, const Rounded *x, ptrdiff_t rows, float *y, ptrdiff_t stride, char *workspace) {
    GROUPED[product_kind()](how, w, x, rows, y, stride, workspace);
}
