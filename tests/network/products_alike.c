/* Whether every kind of tile that this CPU has gives what AVX2's give, to the last bit. Compiled and run by
 * test_native.py; with EMULATED their dot products are done by other instructions, so that all can be tried
 * where those are missing.
 */
#include <immintrin.h>
#include <stdio.h>
#include <stdlib.h>

#ifdef EMULATED
static inline __attribute__((always_inline)) __m256i emulated(__m256i sums, __m256i x, __m256i w) {
    return _mm256_add_epi32(sums, _mm256_madd_epi16(_mm256_maddubs_epi16(x, w), _mm256_set1_epi16(1)));
}
typedef struct {
    __m256i half[2];
} wide;
static inline __attribute__((always_inline)) wide emulated_wide(wide sums, wide x, wide w) {
    for (int h = 0; h < 2; h++) sums.half[h] = emulated(sums.half[h], x.half[h], w.half[h]);
    return sums;
}
static inline __attribute__((always_inline)) wide emulated_load(const void *at) {
    const __m256i *half = (const __m256i *)at;
    return (wide){{_mm256_loadu_si256(half), _mm256_loadu_si256(half + 1)}};
}
#undef _mm256_dpbusd_avx_epi32
#undef _mm512_dpbusd_epi32
#undef _mm512_setzero_si512
#undef _mm512_set1_epi32
#undef _mm512_loadu_si512
#undef _mm512_castsi512_si256
#undef _mm512_extracti64x4_epi64
#define _mm256_dpbusd_avx_epi32 emulated
#define __m512i wide
#define _mm512_dpbusd_epi32 emulated_wide
#define _mm512_setzero_si512() ((wide){{_mm256_setzero_si256(), _mm256_setzero_si256()}})
#define _mm512_set1_epi32(x) ((wide){{_mm256_set1_epi32(x), _mm256_set1_epi32(x)}})
#define _mm512_loadu_si512 emulated_load
#define _mm512_castsi512_si256(x) ((x).half[0])
#define _mm512_extracti64x4_epi64(x, h) ((x).half[h])
#define ON_CPUS_WITH(instructions)
#define IN_PLACE(number) (void)(number)
#endif

#include "products.c"

enum { ROWS_MOST = 131, INPUTS_MOST = 384, OUTPUTS_MOST = 48 };

static const int32_t INPUTS[] = {16, 48, INPUTS_MOST};

static float between(float low, float high) { return low + (high - low) * (float)rand() / (float)RAND_MAX; }

static int alike(int which, int how, const Product *p, const Product *next, const uint8_t *bytes, ptrdiff_t rows,
                 ptrdiff_t stride) {
    static float y[2][ROWS_MOST * (OUTPUTS_MOST + 16)];
    for (size_t i = 0; i < sizeof(y[0]) / sizeof(float); i++) y[0][i] = y[1][i] = between(-1, 1);
    KINDS[AVX2].multiply(how, p, bytes, rows, next, y[0], (uint8_t *)y[0], stride);
    KINDS[which].multiply(how, p, bytes, rows, next, y[1], (uint8_t *)y[1], stride);
    return memcmp(y[0], y[1], sizeof(y[0])) == 0;
}

static int try_shape(int which, int32_t inputs, int32_t outputs, ptrdiff_t rows) {
    static int8_t panels[INPUTS_MOST * OUTPUTS_MOST];
    static uint8_t bytes[ROWS_MOST * INPUTS_MOST];
    static float scale[OUTPUTS_MOST], offset[OUTPUTS_MOST], inverse_scale[OUTPUTS_MOST];
    for (size_t i = 0; i < sizeof(panels); i++) panels[i] = (int8_t)(rand() % 33 - 16); /* eight make 128 */
    for (size_t i = 0; i < sizeof(bytes); i++) bytes[i] = rand() % 4 ? (uint8_t)rand() : 255;
    for (int i = 0; i < OUTPUTS_MOST; i++)
        scale[i] = between(1e-5f, 2e-4f), offset[i] = between(-3, 3), inverse_scale[i] = between(5, 50);
    const Product next = {.inputs = outputs, .zero = 7, .inverse_scale = inverse_scale};
    const Product p = {inputs, outputs, 128, panels, scale, offset, inverse_scale};
    return alike(which, PLAIN, &p, &p, bytes, rows, outputs) && alike(which, PLAIN, &p, &p, bytes, rows, outputs + 16) &&
           alike(which, ADD, &p, &p, bytes, rows, outputs) && alike(which, GELU, &p, &next, bytes, rows, outputs);
}

int main(void) {
    static const char *names[] = {"AVX512-VNNI", "AVX-VNNI", "I8MM"};
    for (int which = 0; which < AVX2; which++) {
#ifndef EMULATED
        if (!KINDS[which].here()) continue;
#endif
        for (ptrdiff_t rows = 0; rows <= ROWS_MOST; rows += rows < 20 ? 1 : 37)
            for (int i = 0; i < 3; i++)
                for (int32_t outputs = 16; outputs <= OUTPUTS_MOST; outputs += 16)
                    if (!try_shape(which, INPUTS[i], outputs, rows)) {
                        printf("%s: %d inputs, %d outputs, %td rows differ\n", names[which], INPUTS[i], outputs, rows);
                        return 1;
                    }
        printf("%s: alike\n", names[which]);
    }
    return 0;
}
