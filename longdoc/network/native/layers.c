/* Whole layers: a stretch of a document's chunks, or one short text through all of them. */
#include "kernels.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The state of a document's tokens [rows, E] between layers, in fp32 or (where it is long) fp16. */
typedef struct {
    void *numbers;
    int32_t is_half;
} State;

/* What a stretch of chunks needs from around it, and where its results go. */
typedef struct {
    State state;               /* of all chunks; those of the stretch are updated in place */
    const float *before, *after; /* [O, E] states on either side of the stretch, as they were */
    int64_t first, end;        /* chunks of the stretch */
    int64_t tokens;            /* of the document */
    int32_t globals, read;
    const float *q_global, *k_global, *v_global; /* [G, E]; queries with their factor */
    const float *k_read, *v_read;                /* [N, R, E], or NULL */
    float *most_GH, *sum_GH, *gathered_GE;       /* what global tokens gathered; taken up and left */
    float *pooled;                               /* [N, S, E] slots of the layer after this one, or NULL */
} Stretch;

INLINE void load_rows(const State *s, ptrdiff_t at, ptrdiff_t count, float *to) {
    if (!s->is_half) {
        memcpy(to, (const float *)s->numbers + at, sizeof(float) * (size_t)count);
        return;
    }
    const uint16_t *from = (const uint16_t *)s->numbers + at;
    for (ptrdiff_t i = 0; i < count; i += LANES)
        _mm256_storeu_ps(to + i, _mm256_cvtph_ps(_mm_loadu_si128((const __m128i *)(from + i))));
}

INLINE void store_rows(const State *s, ptrdiff_t at, ptrdiff_t count, const float *from) {
    if (!s->is_half) {
        memcpy((float *)s->numbers + at, from, sizeof(float) * (size_t)count);
        return;
    }
    uint16_t *to = (uint16_t *)s->numbers + at;
    for (ptrdiff_t i = 0; i < count; i += LANES)
        _mm_storeu_si128((__m128i *)(to + i), _mm256_cvtps_ph(_mm256_loadu_ps(from + i), _MM_FROUND_TO_NEAREST_INT));
}

static void norm_rows(float *x, ptrdiff_t rows, ptrdiff_t width, float epsilon, const float *weight,
                      const float *bias) {
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

/* The loudest inner units of the feed-forward part, as floats: added to x. */
static void add_loud(const Layer *layer, float *x, ptrdiff_t rows) {
    const ptrdiff_t E = layer->width;
    float made[LANES];
    for (ptrdiff_t row = 0; row < rows; row++, x += E)
        for (ptrdiff_t first = 0; first < layer->loud; first += LANES) {
            const ptrdiff_t n = layer->loud - first < LANES ? layer->loud - first : LANES;
            for (ptrdiff_t i = 0; i < LANES; i++)
                made[i] = i < n ? dot(x, layer->loud_up + (first + i) * E, E) + layer->loud_bias[first + i] : 0;
            _mm256_storeu_ps(made, gelu_8(_mm256_loadu_ps(made)));
            for (ptrdiff_t i = 0; i < n; i++) add_times(x, layer->loud_down + (first + i) * E, made[i], E);
        }
}

/* Everything after attention: x [rows, E] is the residual and becomes the result; gathered [rows, E]. */
static void finish_rows(const Layer *layer, float *x, const float *gathered, ptrdiff_t rows, uint8_t *bytes,
                        uint8_t *inner) {
    const ptrdiff_t E = layer->width;
    round_rows(&layer->out, gathered, rows, bytes);
    multiply_add(&layer->out, bytes, rows, x, E);
    norm_rows(x, rows, E, layer->epsilon, layer->attention_weight, layer->attention_bias);
    round_rows(&layer->up, x, rows, bytes);
    multiply_gelu(&layer->up, bytes, rows, &layer->down, inner);
    if (layer->loud) add_loud(layer, x, rows);
    multiply_add(&layer->down, inner, rows, x, E);
    norm_rows(x, rows, E, layer->epsilon, layer->weight, layer->bias);
}

/* Slots [S, E] of one chunk x [C, E], of which `real` tokens are there. `room` holds C + E numbers. */
static void pool_chunk(const Layer *layer, const float *x, ptrdiff_t real, float *slots, float *room) {
    const ptrdiff_t E = layer->width, H = layer->heads, D = E / H;
    float *weights = room, *mean = room + layer->chunk;
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

/* Memory for one call, its parts on cache lines of their own. */
typedef struct {
    char *block;
    size_t used;
} Memory;

static void *part(Memory *m, size_t bytes) {
    void *at = m->block ? m->block + m->used : NULL;
    m->used += (bytes + 63) / 64 * 64;
    return at;
}

static int32_t most_inputs(const Layer *layer) {
    return layer->width > layer->inner ? layer->width : layer->inner;
}

/* One layer over a stretch of chunks. Returns 0, or 1 where there is no memory. */
PUBLIC int longdoc_stretch(const Layer *layer, const Stretch *s) {
    const ptrdiff_t E = layer->width, C = layer->chunk, O = layer->halo, X = 3 * E;
    const int32_t keys = (int32_t)(C + 2 * O), D = (int32_t)E / layer->heads;
    Memory m = {NULL, 0};
    float *qkv = NULL, *x = NULL, *gathered = NULL, *room = NULL;
    uint8_t *bytes = NULL, *inner = NULL;
    for (int pass = 0; pass < 2; pass++) { /* the first counts */
        m.used = 0;
        qkv = part(&m, sizeof(float) * (size_t)(keys * X));
        x = part(&m, sizeof(float) * (size_t)(keys * E));
        gathered = part(&m, sizeof(float) * (size_t)(C * E));
        room = part(&m, sizeof(float) * (size_t)(attend_room(keys, s->globals, s->read, D) + C + E));
        bytes = part(&m, (size_t)(keys * most_inputs(layer)));
        inner = part(&m, (size_t)(C * layer->inner));
        if (pass == 0 && !(m.block = malloc(m.used))) return 1;
    }
    ptrdiff_t filled = 0; /* rows of qkv that are there, from a halo before the chunk at hand */
    for (int64_t chunk = s->first; chunk < s->end; chunk++) {
        const ptrdiff_t begin = (ptrdiff_t)chunk * C;
        /* Project the tokens that this chunk sees and the one before it did not. */
        ptrdiff_t at = begin - O + filled, rows = keys - filled;
        float *to = x;
        for (ptrdiff_t row = at; row < at + rows;) {
            const ptrdiff_t lowest = (ptrdiff_t)s->first * C, limit = (ptrdiff_t)s->end * C;
            ptrdiff_t n;
            if (row < lowest) {
                n = lowest - row;
                memcpy(to, s->before + (O - n) * E, sizeof(float) * (size_t)(n * E));
            } else if (row < limit) {
                n = (limit < at + rows ? limit : at + rows) - row;
                load_rows(&s->state, row * E, n * E, to);
            } else {
                n = at + rows - row;
                memcpy(to, s->after + (row - limit) * E, sizeof(float) * (size_t)(n * E));
            }
            row += n;
            to += n * E;
        }
        round_rows(&layer->qkv, x, rows, bytes);
        multiply(&layer->qkv, bytes, rows, qkv + filled * X, X);

        Look look = {
            .q = qkv + O * X, .k = qkv + E, .v = qkv + 2 * E, .stride = X,
            .queries = (int32_t)C, .keys = keys,
            .first_real = (int32_t)(begin < O ? O - begin : 0),
            .end_real = (int32_t)(s->tokens - begin + O < keys ? s->tokens - begin + O : keys),
            .globals = s->globals, .read = s->read,
            .k_global = s->k_global, .v_global = s->v_global,
            .k_read = s->k_read ? s->k_read + chunk * s->read * E : NULL,
            .v_read = s->v_read ? s->v_read + chunk * s->read * E : NULL,
            .y = gathered, .q_global = s->q_global, .own = (int32_t)O,
            .own_real = (int32_t)(s->tokens - begin < C ? s->tokens - begin : C),
            .most_GH = s->most_GH, .sum_GH = s->sum_GH, .gathered_GE = s->gathered_GE,
        };
        attend(&look, layer->heads, D, room);
        load_rows(&s->state, begin * E, C * E, x);
        finish_rows(layer, x, gathered, C, bytes, inner);
        store_rows(&s->state, begin * E, C * E, x);
        if (s->pooled && layer->pool)
            pool_chunk(layer, x, look.own_real, s->pooled + chunk * layer->slots * E, room);
        memmove(qkv, qkv + C * X, sizeof(float) * (size_t)(2 * O * X));
        filled = 2 * O;
    }
    free(m.block);
    return 0;
}

/* Slots of the first layer, from states that no layer has seen yet; the stretch as above. */
PUBLIC int longdoc_pool(const Layer *layer, const Stretch *s) {
    const ptrdiff_t E = layer->width, C = layer->chunk;
    float *x = malloc(sizeof(float) * (size_t)(C * E + C + E));
    if (!x) return 1;
    for (int64_t chunk = s->first; chunk < s->end; chunk++) {
        const ptrdiff_t left = (ptrdiff_t)(s->tokens - chunk * C);
        load_rows(&s->state, (ptrdiff_t)chunk * C * E, C * E, x);
        pool_chunk(layer, x, left < C ? left : C, s->pooled + chunk * layer->slots * E, x + C * E);
    }
    free(x);
    return 0;
}

/* x [T, E] of one short text through layers where everybody sees everybody. */
PUBLIC int longdoc_dense(const Layer *layers, int32_t count, float *x, int32_t tokens) {
    const ptrdiff_t E = layers->width, X = 3 * E, T = tokens;
    const int32_t D = (int32_t)E / layers->heads;
    Memory m = {NULL, 0};
    float *qkv = NULL, *gathered = NULL, *room = NULL;
    uint8_t *bytes = NULL, *inner = NULL;
    for (int pass = 0; pass < 2; pass++) {
        m.used = 0;
        qkv = part(&m, sizeof(float) * (size_t)(T * X));
        gathered = part(&m, sizeof(float) * (size_t)(T * E));
        room = part(&m, sizeof(float) * (size_t)attend_room(tokens, 0, 0, D));
        bytes = part(&m, (size_t)(T * most_inputs(layers)));
        inner = part(&m, (size_t)(T * layers->inner));
        if (pass == 0 && !(m.block = malloc(m.used))) return 1;
    }
    for (const Layer *layer = layers; layer < layers + count; layer++) {
        round_rows(&layer->qkv, x, T, bytes);
        multiply(&layer->qkv, bytes, T, qkv, X);
        const Look look = {.q = qkv, .k = qkv + E, .v = qkv + 2 * E, .stride = X, .queries = tokens, .keys = tokens,
                           .end_real = tokens, .y = gathered};
        attend(&look, layer->heads, D, room);
        finish_rows(layer, x, gathered, T, bytes, inner);
    }
    free(m.block);
    return 0;
}

/* Queries of some tokens over all keys of a document: q [queries, E] (with its factor), k and v [keys, E]. */
PUBLIC int longdoc_attend(const float *q, const float *k, const float *v, int32_t queries, int32_t keys,
                          int32_t heads, int32_t head_width, float *y) {
    const ptrdiff_t E = (ptrdiff_t)heads * head_width;
    float *room = malloc(sizeof(float) * (size_t)attend_room(keys, 0, 0, head_width));
    if (!room) return 1;
    const Look look = {.q = q, .k = k, .v = v, .stride = E, .queries = queries, .keys = keys, .end_real = keys,
                       .y = y};
    attend(&look, heads, head_width, room);
    free(room);
    return 0;
}

/* Queries, keys and values [rows, 3E] of states [rows, E]. */
PUBLIC int longdoc_project(const Layer *layer, const float *x, int32_t rows, float *qkv) {
    uint8_t *bytes = malloc((size_t)rows * (size_t)layer->width);
    if (!bytes) return 1;
    round_rows(&layer->qkv, x, rows, bytes);
    multiply(&layer->qkv, bytes, rows, qkv, 3 * (ptrdiff_t)layer->width);
    free(bytes);
    return 0;
}

/* Everything after attention, for a few rows: x [rows, E] in place, gathered [rows, E]. */
PUBLIC int longdoc_finish(const Layer *layer, float *x, const float *gathered, int32_t rows) {
    uint8_t *bytes = malloc((size_t)rows * (size_t)(most_inputs(layer) + layer->inner));
    if (!bytes) return 1;
    finish_rows(layer, x, gathered, rows, bytes, bytes + (ptrdiff_t)rows * most_inputs(layer));
    free(bytes);
    return 0;
}

/* What enters the first layer, into rows of the state from `row` on: pieces are int8 rows with a scale each. */
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

/* y [rows, outputs] = x [rows, inputs] · w [outputs, inputs] + bias, in fp32: for the few products that are not
 * worth bytes. inputs is a multiple of 8, bias may be NULL. */
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

/* Rows of a state as floats. */
PUBLIC void longdoc_rows(const State *state, int64_t at, int64_t count, float *to) {
    load_rows(state, (ptrdiff_t)at, (ptrdiff_t)count, to);
}

/* Which layout of structures this was compiled for. */
PUBLIC int longdoc_layout(void) { return 1; }

/* Whether this CPU has what all of the above is written in (F16C came before AVX2). */
PUBLIC int longdoc_supported(void) {
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
}

/* Whether it also has products that torch brings and this library does not: of bytes with 32-bit sums in
 * registers of 512 bits (which tiles of bf16 come with). */
PUBLIC int longdoc_has_faster(void) { return __builtin_cpu_supports("avx512vnni"); }
