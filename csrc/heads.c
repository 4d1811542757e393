/* The heads: small products in fp32, and GELU. */
#include "kernels.h"

/* y [rows, outputs] = x [rows, inputs] · w [outputs, inputs] + bias, in fp32, for the few products that are not
 * worth quantizing. inputs is a multiple of 8, bias may be NULL. */
PUBLIC void longdoc_linear(const float *x, const float *w, const float *bias, int64_t rows, int32_t outputs,
                           int32_t inputs, float *y) {
    enum { ROWS = 2, OUTPUTS = 4 };
    for (int64_t row = 0; row < rows; row += ROWS)
        for (int32_t n = 0; n < outputs; n += OUTPUTS) {
            const float *a[ROWS], *b[OUTPUTS];
            __m256 sums[ROWS][OUTPUTS];
#pragma GCC unroll 4
            for (int r = 0; r < ROWS; r++) a[r] = x + (ptrdiff_t)(row + r < rows ? row + r : row) * inputs;
#pragma GCC unroll 4
            for (int o = 0; o < OUTPUTS; o++) b[o] = w + (ptrdiff_t)(n + o < outputs ? n + o : n) * inputs;
#pragma GCC unroll 4
            for (int r = 0; r < ROWS; r++)
#pragma GCC unroll 4
                for (int o = 0; o < OUTPUTS; o++) sums[r][o] = _mm256_setzero_ps();
            for (int32_t k = 0; k < inputs; k += LANES) {
                const __m256 a0 = _mm256_loadu_ps(a[0] + k), a1 = _mm256_loadu_ps(a[1] + k);
#pragma GCC unroll 4
                for (int o = 0; o < OUTPUTS; o++) {
                    const __m256 bk = _mm256_loadu_ps(b[o] + k);
                    sums[0][o] = _mm256_fmadd_ps(a0, bk, sums[0][o]);
                    sums[1][o] = _mm256_fmadd_ps(a1, bk, sums[1][o]);
                }
            }
            for (int r = 0; r < ROWS && row + r < rows; r++)
                for (int o = 0; o < OUTPUTS && n + o < outputs; o++)
                    y[(ptrdiff_t)(row + r) * outputs + n + o] = sum_8(sums[r][o]) + (bias ? bias[n + o] : 0);
        }
}

/* GELU of every number, in place; count is a multiple of 8. */
PUBLIC void longdoc_gelu(float *x, int64_t count) {
    for (int64_t i = 0; i < count; i += LANES) _mm256_storeu_ps(x + i, gelu_8(_mm256_loadu_ps(x + i)));
}
