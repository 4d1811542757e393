/* The row-wise parts of a layer, all but attention: norms, the feed-forward part, and the pooling of slots. */
#include "kernels.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void norm_rows(float *x, ptrdiff_t rows, ptrdiff_t width, float epsilon, const float *weight, const float *bias) {
    for (ptrdiff_t row = 0; row < rows; row++, x += width) {
        __m256 sum = _mm256_setzero_ps(), squares = _mm256_setzero_ps();
        for (ptrdiff_t i = 0; i < width; i += LANES) sum = _mm256_add_ps(sum, _mm256_loadu_ps(x + i));
        const __m256 mean = _mm256_set1_ps(sum_8(sum) / (float)width);
        for (ptrdiff_t i = 0; i < width; i += LANES) {
            const __m256 y = _mm256_sub_ps(_mm256_loadu_ps(x + i), mean);
            squares = _mm256_fmadd_ps(y, y, squares);
        }
        const __m256 scale = _mm256_set1_ps(1.0f / sqrtf(sum_8(squares) / (float)width + epsilon));
        for (ptrdiff_t i = 0; i < width; i += LANES) {
            const __m256 y = _mm256_mul_ps(_mm256_sub_ps(_mm256_loadu_ps(x + i), mean), scale);
            _mm256_storeu_ps(x + i, _mm256_fmadd_ps(y, _mm256_loadu_ps(weight + i), _mm256_loadu_ps(bias + i)));
        }
    }
}

INLINE float dot(const float *a, const float *b, ptrdiff_t n) {
    __m256 x = _mm256_setzero_ps(), y = _mm256_setzero_ps();
    ptrdiff_t i = 0;
    for (; i + 16 <= n; i += 16) {
        x = _mm256_fmadd_ps(_mm256_loadu_ps(a + i), _mm256_loadu_ps(b + i), x);
        y = _mm256_fmadd_ps(_mm256_loadu_ps(a + i + 8), _mm256_loadu_ps(b + i + 8), y);
    }
    return sum_8(_mm256_add_ps(x, y));
}

INLINE void add_times(float *y, const float *x, float by, ptrdiff_t n) {
    const __m256 b = _mm256_set1_ps(by);
    for (ptrdiff_t i = 0; i < n; i += LANES)
        _mm256_storeu_ps(y + i, _mm256_fmadd_ps(_mm256_loadu_ps(x + i), b, _mm256_loadu_ps(y + i)));
}

/* Outliers among the inner units of the feed-forward part, in fp32, added to x. */
static void add_outliers(const Layer *layer, float *x, ptrdiff_t rows) {
    const ptrdiff_t E = layer->width;
    float made[LANES];
    for (ptrdiff_t row = 0; row < rows; row++, x += E)
        for (ptrdiff_t first = 0; first < layer->outliers; first += LANES) {
            const ptrdiff_t n = layer->outliers - first < LANES ? layer->outliers - first : LANES;
            for (ptrdiff_t i = 0; i < LANES; i++)
                made[i] = i < n ? dot(x, layer->outlier_up + (first + i) * E, E) + layer->outlier_bias[first + i] : 0;
            _mm256_storeu_ps(made, gelu_8(_mm256_loadu_ps(made)));
            for (ptrdiff_t i = 0; i < n; i++) add_times(x, layer->outlier_down + (first + i) * E, made[i], E);
        }
}

/* Everything after attention: x [rows, E] is the residual and becomes the result; attended [rows, E]. */
void finish_rows(const Layer *layer, float *x, const float *attended, ptrdiff_t rows, uint8_t *bytes,
                 uint8_t *inner) {
    const ptrdiff_t E = layer->width;
    quantize_rows(&layer->out, attended, rows, bytes);
    multiply_add(&layer->out, bytes, rows, x, E);
    norm_rows(x, rows, E, layer->epsilon, layer->attention_weight, layer->attention_bias);
    quantize_rows(&layer->up, x, rows, bytes);
    multiply_gelu(&layer->up, bytes, rows, &layer->down, inner);
    if (layer->outliers) add_outliers(layer, x, rows);
    multiply_add(&layer->down, inner, rows, x, E);
    norm_rows(x, rows, E, layer->epsilon, layer->weight, layer->bias);
}

/* Slots [S, E] of one chunk x [C, E] with `real` tokens. `workspace` holds C + E numbers. */
void pool_chunk(const Layer *layer, const float *x, ptrdiff_t real, float *slots, float *workspace) {
    const ptrdiff_t E = layer->width, H = layer->heads, D = E / H;
    float *weights = workspace, *mean = workspace + layer->chunk;
    for (ptrdiff_t slot = 0; slot < layer->slots; slot++)
        for (ptrdiff_t head = 0; head < H; head++) {
            float most = -INFINITY, sum = 0;
            for (ptrdiff_t c = 0; c < real; c++) {
                weights[c] = dot(x + c * E, layer->pool + (slot * H + head) * E, E);
                most = fmaxf(most, weights[c]);
            }
            memset(mean, 0, sizeof(float) * (size_t)E);
            for (ptrdiff_t c = 0; c < real; c++) {
                weights[c] = expf(weights[c] - most);
                sum += weights[c];
            }
            for (ptrdiff_t c = 0; c < real; c++) add_times(mean, x + c * E, weights[c] / sum, E);
            for (ptrdiff_t d = head * D; d < (head + 1) * D; d++)
                slots[slot * E + d] = dot(mean, layer->pool_value + d * E, E) + layer->pool_bias[d];
        }
}

/* Queries, keys and values [rows, 3E] of states [rows, E]. */
PUBLIC int longdoc_project(const Layer *layer, const float *x, int32_t rows, float *qkv) {
    uint8_t *bytes = malloc((size_t)rows * (size_t)layer->width);
    if (!bytes) return 1;
    quantize_rows(&layer->qkv, x, rows, bytes);
    multiply(&layer->qkv, bytes, rows, qkv, 3 * (ptrdiff_t)layer->width);
    free(bytes);
    return 0;
}

/* Everything after attention, for a few rows: x [rows, E] in place, attended [rows, E]. */
PUBLIC int longdoc_finish(const Layer *layer, float *x, const float *attended, int32_t rows) {
    uint8_t *bytes = malloc((size_t)rows * (size_t)(layer->width + layer->inner));
    if (!bytes) return 1;
    finish_rows(layer, x, attended, rows, bytes, bytes + (ptrdiff_t)rows * layer->width);
    free(bytes);
    return 0;
}
