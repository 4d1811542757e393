/* The states of tokens between layers: stored in fp32 or fp16, computed in fp32. */
#include "kernels.h"

#include <stdlib.h>
#include <string.h>

void load_rows(const State *s, ptrdiff_t at, ptrdiff_t count, float *to) {
    if (!s->is_half) {
        memcpy(to, (const float *)s->numbers + at, sizeof(float) * (size_t)count);
        return;
    }
    const uint16_t *from = (const uint16_t *)s->numbers + at;
    for (ptrdiff_t i = 0; i < count; i += LANES)
        _mm256_storeu_ps(to + i, _mm256_cvtph_ps(_mm_loadu_si128((const __m128i *)(from + i))));
}

void store_rows(const State *s, ptrdiff_t at, ptrdiff_t count, const float *from) {
    if (!s->is_half) {
        memcpy((float *)s->numbers + at, from, sizeof(float) * (size_t)count);
        return;
    }
    uint16_t *to = (uint16_t *)s->numbers + at;
    for (ptrdiff_t i = 0; i < count; i += LANES)
        _mm_storeu_si128((__m128i *)(to + i), _mm256_cvtps_ph(_mm256_loadu_ps(from + i), _MM_FROUND_TO_NEAREST_INT));
}

/* Load rows of a state as fp32. */
PUBLIC void longdoc_load(const State *state, int64_t at, int64_t count, float *to) {
    load_rows(state, (ptrdiff_t)at, (ptrdiff_t)count, to);
}

/* Write input embeddings to the state from `row` on; the embeddings are int8 rows with a scale each. */
PUBLIC int longdoc_embed(const Layer *layer, const int32_t *ids, const int32_t *places, int64_t count,
                         const int8_t *pieces, const float *piece_scale, const float *place_rows,
                         const float *weight, const float *bias, const State *state, int64_t row) {
    const ptrdiff_t E = layer->width;
    float *x = malloc(sizeof(float) * (size_t)E);
    if (!x) return 1;
    for (int64_t i = 0; i < count; i++) {
        const int8_t *piece = pieces + (ptrdiff_t)ids[i] * E;
        const float *place = place_rows + (ptrdiff_t)places[i] * E;
        const __m256 scale = _mm256_set1_ps(piece_scale[ids[i]]);
        for (ptrdiff_t e = 0; e < E; e += LANES) {
            const __m256i bytes = _mm256_cvtepi8_epi32(_mm_loadl_epi64((const __m128i *)(piece + e)));
            _mm256_storeu_ps(x + e, _mm256_fmadd_ps(_mm256_cvtepi32_ps(bytes), scale, _mm256_loadu_ps(place + e)));
        }
        norm_rows(x, 1, E, layer->epsilon, weight, bias);
        store_rows(state, (ptrdiff_t)(row + i) * E, E, x);
    }
    free(x);
    return 0;
}
