/* One layer over a segment of a document, chunk by chunk, within the cache. */
#include "kernels.h"

#include <stdlib.h>
#include <string.h>

/* States of `count` tokens from `row` of the document on, which may extend into the halo of the segment. */
static void load_visible(const Layer *layer, const Segment *s, ptrdiff_t row, ptrdiff_t count, float *to) {
    const ptrdiff_t E = layer->width, C = layer->chunk, O = layer->halo, end = row + count;
    const ptrdiff_t first = (ptrdiff_t)s->first * C, limit = (ptrdiff_t)s->end * C;
    while (row < end) {
        const ptrdiff_t stop = row < first ? first : row < limit ? limit : end;
        const ptrdiff_t n = (stop < end ? stop : end) - row;
        if (row < first)
            memcpy(to, s->before + (row - first + O) * E, sizeof(float) * (size_t)(n * E));
        else if (row < limit)
            load_rows(&s->state, row * E, n * E, to);
        else
            memcpy(to, s->after + (row - limit) * E, sizeof(float) * (size_t)(n * E));
        row += n;
        to += n * E;
    }
}

INLINE ptrdiff_t least(ptrdiff_t a, ptrdiff_t b) { return a < b ? a : b; }

/* One layer over a segment of chunks. Returns 0, or 1 if out of memory. */
PUBLIC int longdoc_segment(const Layer *layer, const Segment *s) {
    const ptrdiff_t E = layer->width, C = layer->chunk, O = layer->halo, X = 3 * E;
    const int32_t keys = (int32_t)(C + 2 * O), D = (int32_t)E / layer->heads;
    Memory m = {NULL, 0};
    float *qkv = NULL, *x = NULL, *attended = NULL, *workspace = NULL;
    uint8_t *bytes = NULL, *inner = NULL;
    for (int pass = 0; pass < 2; pass++) { /* the first adds up the sizes */
        m.used = 0;
        qkv = part(&m, sizeof(float) * (size_t)(keys * X));
        x = part(&m, sizeof(float) * (size_t)(keys * E));
        attended = part(&m, sizeof(float) * (size_t)(C * E));
        workspace = part(&m, sizeof(float) * (size_t)(attention_workspace(keys, s->globals, s->read, D) + C + E));
        bytes = part(&m, (size_t)(keys * E));
        inner = part(&m, (size_t)(C * layer->inner));
        if (pass == 0 && !(m.block = malloc(m.used + CACHE_LINE))) return 1;
    }
    ptrdiff_t filled = 0; /* valid rows of qkv, starting one halo before the current chunk */
    for (int64_t chunk = s->first; chunk < s->end; chunk++) {
        /* [first, stop) of the window and `own` tokens of the chunk are inside the document. */
        const ptrdiff_t begin = (ptrdiff_t)chunk * C, left = (ptrdiff_t)s->tokens - begin;
        const ptrdiff_t first = begin < O ? O - begin : 0, stop = least(left + O, keys), own = least(left, C);
        /* Project the tokens in this chunk's window that were not in the previous one's. */
        const ptrdiff_t from = filled > first ? filled : first;
        if (stop > from) {
            load_visible(layer, s, begin - O + from, stop - from, x);
            quantize_rows(&layer->qkv, x, stop - from, bytes);
            multiply(&layer->qkv, bytes, stop - from, qkv + from * X, X);
        }
        Attention attention = {
            .q = qkv + O * X, .k = qkv + first * X + E, .v = qkv + first * X + 2 * E, .stride = X,
            .queries = (int32_t)own, .keys = (int32_t)(stop - first), .globals = s->globals, .read = s->read,
            .k_global = s->k_global, .v_global = s->v_global,
            .k_read = s->k_read ? s->k_read + chunk * s->read * E : NULL,
            .v_read = s->v_read ? s->v_read + chunk * s->read * E : NULL,
            .y = attended, .q_global = s->q_global, .own = (int32_t)(O - first), .own_real = (int32_t)own,
            .max_GH = s->max_GH, .sum_GH = s->sum_GH, .attended_GE = s->attended_GE,
        };
        attend(&attention, layer->heads, D, workspace);
        load_rows(&s->state, begin * E, own * E, x);
        finish_rows(layer, x, attended, own, bytes, inner);
        store_rows(&s->state, begin * E, own * E, x);
        if (s->pooled && layer->pool)
            pool_chunk(layer, x, own, s->pooled + chunk * layer->slots * E, workspace);
        memmove(qkv, qkv + C * X, sizeof(float) * (size_t)(2 * O * X));
        filled = 2 * O;
    }
    free(m.block);
    return 0;
}

/* Slots for the first layer, from the embeddings; segment as above. */
PUBLIC int longdoc_pool(const Layer *layer, const Segment *s) {
    const ptrdiff_t E = layer->width, C = layer->chunk;
    float *x = malloc(sizeof(float) * (size_t)(C * E + C + E));
    if (!x) return 1;
    for (int64_t chunk = s->first; chunk < s->end; chunk++) {
        const ptrdiff_t own = least((ptrdiff_t)(s->tokens - chunk * C), C);
        load_rows(&s->state, (ptrdiff_t)chunk * C * E, own * E, x);
        pool_chunk(layer, x, own, s->pooled + chunk * layer->slots * E, x + C * E);
    }
    free(x);
    return 0;
}
