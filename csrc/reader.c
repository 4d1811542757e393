/* The layers of the reader: full attention within a row, with a relative-position bias.
 *
 * The tokens of all rows are contiguous, without padding. On each core, a piece of them, cut anywhere, goes through
 * attention and the feed-forward part of one layer and the projections of the next; then all cores synchronize,
 * since attention needs the keys and values of whole rows.
 */
#include "kernels.h"

#include <math.h>
#include <string.h>

typedef struct {
    float *attended, *inner, *attention, *low; /* `low`: inputs projected to the rank of a term */
    Rounded rounded, low_rounded;
    char *panel;
} Scratch;

static void lay_out_rounded(Memory *m, size_t rows, size_t width, Rounded *rounded) {
    rounded->bytes = part(m, rows * width);
    rounded->step = part(m, sizeof(float) * rows);
    rounded->zero = part(m, sizeof(int32_t) * rows);
}

/* Divide `workspace` into its parts; returns its size in bytes. */
static size_t lay_out(const ReaderLayer *layer, int64_t tokens, int32_t keys, char *workspace, Scratch *s) {
    const size_t T = (size_t)tokens, E = (size_t)layer->width, F = (size_t)layer->inner, rank = (size_t)layer->rank;
    Memory m = {workspace, 0};
    s->attended = part(&m, sizeof(float) * T * E);
    s->inner = part(&m, sizeof(float) * T * F);
    s->attention = part(&m, sizeof(float) * (size_t)attention_workspace(keys, 0, 0, layer->width / layer->heads));
    s->low = part(&m, sizeof(float) * T * rank);
    lay_out_rounded(&m, T, E > F ? E : F, &s->rounded);
    lay_out_rounded(&m, T, rank, &s->low_rounded);
    s->panel = part(&m, grouped_workspace(layer->inner > layer->width ? layer->inner : layer->width));
    return m.used + CACHE_LINE;
}

/* Bytes of workspace for a piece of this many tokens, in rows of at most that many. */
PUBLIC int64_t longdoc_reader_workspace(const ReaderLayer *layer, int64_t tokens, int32_t longest) {
    Scratch s;
    return (int64_t)lay_out(layer, tokens, longest, NULL, &s);
}

static int32_t longest_row(const Piece *p) {
    int64_t most = 0;
    for (int64_t row = 0; row < p->rows; row++)
        if (p->starts[row + 1] - p->starts[row] > most) most = p->starts[row + 1] - p->starts[row];
    return (int32_t)most;
}

/* y [rows, outputs] of a linear layer, rows `stride` apart; x is in `s->rounded`. */
static void linear(int how, const Linear *w, const Scratch *s, ptrdiff_t rows, float *y, ptrdiff_t stride) {
    const ptrdiff_t rank = w->right.outputs;
    if (!rank) {
        grouped(how, &w->matrix, &s->rounded, rows, y, stride, s->panel);
        return;
    }
    grouped(how & ADD, &w->matrix, &s->rounded, rows, y, stride, s->panel);
    grouped(PLAIN, &w->right, &s->rounded, rows, s->low, rank, s->panel);
    quantize_each(s->low, rows, rank, &s->low_rounded);
    grouped(how | ADD, &w->left, &s->low_rounded, rows, y, stride, s->panel);
}

static void project(const ReaderLayer *layer, const Piece *p, const Scratch *s) {
    const ptrdiff_t E = layer->width, rows = p->end - p->first;
    quantize_each(p->x + p->first * E, rows, E, &s->rounded);
    linear(PLAIN, &layer->qkv, s, rows, p->next_qkv + p->first * 3 * E, 3 * E);
}

/* Input embeddings, row by row [tokens, E]: the embedding of each token, plus that of its position in its row. */
PUBLIC void longdoc_reader_embed(const int64_t *ids, const int64_t *places, int64_t tokens, int32_t width,
                                 const uint8_t *codes, const uint8_t *levels, const float *scale,
                                 const float *place_rows, float epsilon, const float *weight, const float *bias,
                                 float *x) {
    enum { GROUP = 32, HALF = GROUP / 2, ZERO = 8 };
    const ptrdiff_t E = width, groups = E / GROUP;
    for (int64_t i = 0; i < tokens; i++, x += E) {
        const uint8_t *code = codes + (ptrdiff_t)ids[i] * groups * HALF, *level = levels + (ptrdiff_t)ids[i] * groups;
        memcpy(x, place_rows + (ptrdiff_t)places[i] * E, sizeof(float) * (size_t)E);
        for (ptrdiff_t g = 0; g < groups; g++, code += HALF) {
            const float step = scale[ids[i]] * level[g];
            for (int c = 0; c < HALF; c++) {
                x[g * GROUP + c] += step * (float)((code[c] & 15) - ZERO);
                x[g * GROUP + HALF + c] += step * (float)((code[c] >> 4) - ZERO);
            }
        }
        norm_rows(x, 1, E, epsilon, weight, bias);
    }
}

/* Queries, keys and values of a piece for the first layer. */
PUBLIC void longdoc_reader_project(const ReaderLayer *layer, const Piece *p) {
    Scratch s;
    lay_out(layer, p->end - p->first, longest_row(p), p->workspace, &s);
    project(layer, p, &s);
}

static void attend_rows(const ReaderLayer *layer, const Piece *p, const Scratch *s) {
    const ptrdiff_t E = layer->width, X = 3 * E;
    for (int64_t row = 0; row < p->rows; row++) {
        const int64_t start = p->starts[row], stop = p->starts[row + 1];
        const int64_t first = start > p->first ? start : p->first, end = stop < p->end ? stop : p->end;
        if (first >= end) continue;
        const int32_t keys = (int32_t)(stop - start);
        const float *k = p->qkv + start * X + E;
        const Attention attention = {.q = p->qkv + first * X, .k = k, .v = k + E, .stride = X,
                           .queries = (int32_t)(end - first), .keys = keys,
                           .y = s->attended + (first - p->first) * E,
                           .distance = p->distance + p->distance_middle - (first - start),
                           .distance_stride = p->distance_stride};
        attend(&attention, layer->heads, layer->width / layer->heads, s->attention);
    }
}

/* One layer for a piece, and its projections for the next layer (NULL if there is none). */
PUBLIC void longdoc_reader_layer(const ReaderLayer *layer, const ReaderLayer *next, const Piece *p) {
    const ptrdiff_t E = layer->width, F = layer->inner, rows = p->end - p->first;
    float *x = p->x + p->first * E;
    Scratch s;
    lay_out(layer, rows, longest_row(p), p->workspace, &s);
    attend_rows(layer, p, &s);
    quantize_each(s.attended, rows, E, &s.rounded);
    linear(ADD, &layer->out, &s, rows, x, E);
    norm_rows(x, rows, E, layer->epsilon, layer->attention_weight, layer->attention_bias);
    quantize_each(x, rows, E, &s.rounded);
    linear(GELU, &layer->up, &s, rows, s.inner, F);
    quantize_each(s.inner, rows, F, &s.rounded);
    linear(ADD, &layer->down, &s, rows, x, E);
    norm_rows(x, rows, E, layer->epsilon, layer->weight, layer->bias);
    if (next) project(next, p, &s);
}
