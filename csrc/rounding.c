/* Rounding fp32 matrices to int8 for training, and the way back from the integer sums of their products.
 *
 * A matrix is rounded by rows or by columns: each has a step of its own, 1/127 of its largest absolute number. A factor
 * for each number along the other axis is multiplied in first; with it, the steps of the second matrix of a product move
 * into the first one. Widths are multiples of 32.
 */
#include "kernels.h"

enum { LARGEST = 127, BYTES = 32 };

INLINE __m256 absolute(__m256 x) { return _mm256_andnot_ps(_mm256_set1_ps(-0.0f), x); }

/* 32 numbers to bytes, round half to even. */
INLINE void store_bytes(const __m256 x[4], int8_t *bytes) {
    __m256i words[2];
    for (int half = 0; half < 2; half++) {
        words[half] = _mm256_packs_epi32(_mm256_cvtps_epi32(x[2 * half]), _mm256_cvtps_epi32(x[2 * half + 1]));
    }
    __m256i packed = _mm256_packs_epi16(words[0], words[1]); /* in lanes of 128 bits: 0 4 1 5 … */
    packed = _mm256_permutevar8x32_epi32(packed, _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7));
    _mm256_storeu_si256((__m256i *)bytes, packed);
}

INLINE __m256 scaled(const float *x, const float *factor) {
    __m256 numbers = _mm256_loadu_ps(x);
    return factor ? _mm256_mul_ps(numbers, _mm256_loadu_ps(factor)) : numbers;
}

/* Round x [rows, width], times factor [width] unless it is NULL, by rows: bytes [rows, width], step [rows]. */
PUBLIC void longdoc_round_rows(const float *x, const float *factor, int64_t rows, int64_t width, int8_t *bytes,
                               float *step) {
    for (int64_t row = 0; row < rows; row++, x += width, bytes += width) {
        __m256 largest = _mm256_setzero_ps();
        for (int64_t k = 0; k < width; k += LANES) {
            largest = _mm256_max_ps(largest, absolute(scaled(x + k, factor ? factor + k : NULL)));
        }
        float most = max_8(largest);
        step[row] = most / LARGEST;
        __m256 inverse = _mm256_set1_ps(most > 0.0f ? LARGEST / most : 0.0f);
        for (int64_t k = 0; k < width; k += BYTES) {
            __m256 numbers[4];
            for (int n = 0; n < 4; n++) {
                const float *at = factor ? factor + k + n * LANES : NULL;
                numbers[n] = _mm256_mul_ps(scaled(x + k + n * LANES, at), inverse);
            }
            store_bytes(numbers, bytes + k);
        }
    }
}

/* Round columns [first, end) of x [rows, width], times factor [rows], by columns: bytes [rows, width], step [width].
 * `inverse` [width] is working memory. */
PUBLIC void longdoc_round_columns(const float *x, const float *factor, int64_t rows, int64_t width, int64_t first,
                                  int64_t end, int8_t *bytes, float *step, float *inverse) {
    for (int64_t k = first; k < end; k++) step[k] = 0.0f;
    for (int64_t row = 0; row < rows; row++) {
        __m256 times = _mm256_set1_ps(factor[row]);
        for (int64_t k = first; k < end; k += LANES) {
            __m256 number = absolute(_mm256_mul_ps(_mm256_loadu_ps(x + row * width + k), times));
            _mm256_storeu_ps(step + k, _mm256_max_ps(_mm256_loadu_ps(step + k), number));
        }
    }
    for (int64_t k = first; k < end; k++) {
        inverse[k] = step[k] > 0.0f ? LARGEST / step[k] : 0.0f;
        step[k] /= LARGEST;
    }
    for (int64_t row = 0; row < rows; row++) {
        __m256 times = _mm256_set1_ps(factor[row]);
        for (int64_t k = first; k < end; k += BYTES) {
            __m256 numbers[4];
            for (int n = 0; n < 4; n++) {
                const float *at = x + row * width + k + n * LANES;
                numbers[n] = _mm256_mul_ps(_mm256_mul_ps(_mm256_loadu_ps(at), times),
                                           _mm256_loadu_ps(inverse + k + n * LANES));
            }
            store_bytes(numbers, bytes + row * width + k);
        }
    }
}

/* y = sums · row_step · column_step + bias, all [rows, width]; column_step and bias [width] may be NULL. */
PUBLIC void longdoc_scale_sums(const int32_t *sums, const float *row_step, const float *column_step, const float *bias,
                               int64_t rows, int64_t width, float *y) {
    for (int64_t row = 0; row < rows; row++, sums += width, y += width) {
        __m256 step = _mm256_set1_ps(row_step[row]);
        for (int64_t k = 0; k < width; k += LANES) {
            __m256 number = _mm256_mul_ps(_mm256_cvtepi32_ps(_mm256_loadu_si256((const __m256i *)(sums + k))), step);
            if (column_step) number = _mm256_mul_ps(number, _mm256_loadu_ps(column_step + k));
            if (bias) number = _mm256_add_ps(number, _mm256_loadu_ps(bias + k));
            _mm256_storeu_ps(y + k, number);
        }
    }
}
