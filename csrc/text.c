/* Full attention: short texts, and the slots of a document among themselves. */
#include "kernels.h"

#include <stdlib.h>

/* Run x [T, E] of one short text through layers with full attention. */
PUBLIC int longdoc_dense(const Layer *layers, int32_t count, float *x, int32_t tokens) {
    const ptrdiff_t E = layers->width, X = 3 * E, T = tokens;
    const int32_t D = (int32_t)E / layers->heads;
    Memory m = {NULL, 0};
    float *qkv = NULL, *attended = NULL, *workspace = NULL;
    uint8_t *bytes = NULL, *inner = NULL;
    for (int pass = 0; pass < 2; pass++) {
        m.used = 0;
        qkv = part(&m, sizeof(float) * (size_t)(T * X));
        attended = part(&m, sizeof(float) * (size_t)(T * E));
        workspace = part(&m, sizeof(float) * (size_t)attention_workspace(tokens, 0, 0, D));
        bytes = part(&m, (size_t)(T * E));
        inner = part(&m, (size_t)(T * layers->inner));
        if (pass == 0 && !(m.block = malloc(m.used + CACHE_LINE))) return 1;
    }
    for (const Layer *layer = layers; layer < layers + count; layer++) {
        quantize_rows(&layer->qkv, x, T, bytes);
        multiply(&layer->qkv, bytes, T, qkv, X);
        const Attention attention = {.q = qkv, .k = qkv + E, .v = qkv + 2 * E, .stride = X, .queries = tokens, .keys = tokens,
                                     .y = attended};
        attend(&attention, layer->heads, D, workspace);
        finish_rows(layer, x, attended, T, bytes, inner);
    }
    free(m.block);
    return 0;
}

/* Attention of some queries over all keys of a document: q [queries, E] (scaled), k and v [keys, E]. */
PUBLIC int longdoc_attend(const float *q, const float *k, const float *v, int32_t queries, int32_t keys,
                          int32_t heads, int32_t head_width, float *y) {
    const ptrdiff_t E = (ptrdiff_t)heads * head_width;
    float *workspace = malloc(sizeof(float) * (size_t)attention_workspace(keys, 0, 0, head_width));
    if (!workspace) return 1;
    const Attention attention = {.q = q, .k = k, .v = v, .stride = E, .queries = queries, .keys = keys,
                                 .y = y};
    attend(&attention, heads, head_width, workspace);
    free(workspace);
    return 0;
}
