/* Whether every kind of tile that this CPU has makes of a grouped matrix what AVX2's make, to the last bit, and
 * these what plain sums make. Compiled and run by test_native.py; AVX-VNNI's dot product is done by other
 * instructions, so that it is tried on CPUs without it.
 */
#include <immintrin.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static inline __attribute__((always_inline)) __m256i emulated(__m256i sums, __m256i x, __m256i w) {
    const __m256i low = _mm256_set1_epi16(255);
    const __m256i even = _mm256_srai_epi16(_mm256_slli_epi16(w, 8), 8);
    sums = _mm256_add_epi32(sums, _mm256_madd_epi16(_mm256_and_si256(x, low), even));
    return _mm256_add_epi32(sums, _mm256_madd_epi16(_mm256_srli_epi16(x, 8), _mm256_srai_epi16(w, 8)));
}
#undef _mm256_dpbusd_avx_epi32
#define _mm256_dpbusd_avx_epi32 emulated

#include "grouped.c"

enum { AVX512_VNNI, AVX_VNNI, AVX2, INPUTS_MOST = 3072, OUTPUTS_MOST = 48, ROWS_MOST = 40 };

int product_kind(void) { return AVX2; }

static uint8_t codes[INPUTS_MOST * OUTPUTS_MOST / 2], levels[INPUTS_MOST / 32 * OUTPUTS_MOST];
static uint8_t bytes[ROWS_MOST * INPUTS_MOST];
static float scale[OUTPUTS_MOST], bias[OUTPUTS_MOST], step[ROWS_MOST], y[2][ROWS_MOST * OUTPUTS_MOST];
static int32_t zero[ROWS_MOST];

static float between(float low, float high) { return low + (high - low) * (float)rand() / (float)RAND_MAX; }

static void fill(int extreme) {
    for (size_t i = 0; i < sizeof(codes); i++) codes[i] = (uint8_t)(extreme ? 0xFF : (1 + rand() % 15) | (1 + rand() % 15) << 4);
    for (size_t i = 0; i < sizeof(levels); i++) levels[i] = (uint8_t)(extreme ? 18 : 1 + rand() % 18);
    for (size_t i = 0; i < sizeof(bytes); i++) bytes[i] = extreme ? 255 : (uint8_t)rand();
    for (int i = 0; i < OUTPUTS_MOST; i++) scale[i] = between(1e-5f, 1e-3f), bias[i] = between(-3, 3);
    for (int i = 0; i < ROWS_MOST; i++) step[i] = between(1e-3f, 1e-1f), zero[i] = rand() % 256;
}

static int weight(int32_t inputs, int n, int k) {
    const int half = n % 16 / 8, byte = codes[((n / 16) * inputs / 4 + k / 4) * 32 + n % 8 * 4 + k % 4];
    return ((half ? byte >> 4 : byte & 15) - 8) * levels[(n / 16 * (inputs / 32) + k / 32) * 16 + n % 16];
}

static int as_plain_sums(const Grouped *w, ptrdiff_t rows) {
    for (ptrdiff_t r = 0; r < rows; r++)
        for (int n = 0; n < w->outputs; n++) {
            int64_t sum = 0;
            for (int k = 0; k < w->inputs; k++) sum += (int64_t)weight(w->inputs, n, k) * (bytes[r * w->inputs + k] - zero[r]);
            const double wanted = (double)sum * scale[n] * step[r] + bias[n], off = fabs(y[0][r * w->outputs + n] - wanted);
            if (off > 1e-5 * (1 + fabs(wanted))) return 0;
        }
    return 1;
}

static int try_shape(int which, int32_t inputs, int32_t outputs, ptrdiff_t rows, char *workspace) {
    const Grouped w = {inputs, outputs, codes, levels, scale, bias};
    const Rounded x = {bytes, step, zero};
    for (int how = PLAIN; how <= (ADD | GELU); how++) {
        for (int i = 0; i < ROWS_MOST * OUTPUTS_MOST; i++) y[0][i] = y[1][i] = between(-1, 1);
        GROUPED[AVX2](how, &w, &x, rows, y[0], outputs, workspace);
        GROUPED[which](how, &w, &x, rows, y[1], outputs, workspace);
        if (memcmp(y[0], y[1], sizeof(y[0]))) return 0;
        if (how == PLAIN && !as_plain_sums(&w, rows)) return 0;
    }
    return 1;
}

int main(void) {
    static const char *names[] = {"AVX512-VNNI", "AVX-VNNI", "AVX2"};
    static const int32_t inputs[] = {32, 96, 768, INPUTS_MOST};
    char *workspace = aligned_alloc(64, (grouped_workspace(INPUTS_MOST) + 63) / 64 * 64);
    for (int which = 0; which <= AVX2; which++) {
        if (which == AVX512_VNNI && !__builtin_cpu_supports("avx512vnni")) continue;
        for (int i = 0; i < 4; i++)
            for (int32_t outputs = 16; outputs <= OUTPUTS_MOST; outputs += 16)
                for (ptrdiff_t rows = 0; rows <= ROWS_MOST; rows += rows < 8 ? 1 : 16) {
                    fill(rows == 7);
                    if (!try_shape(which, inputs[i], outputs, rows, workspace)) {
                        printf("%s: %d inputs, %d outputs, %td rows differ\n", names[which], inputs[i], outputs, rows);
                        return 1;
                    }
                }
        printf("%s: alike\n", names[which]);
    }
    return 0;
}
