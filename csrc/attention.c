/* Softmax attention of a few hundred queries over nearby keys, head by head, within the cache.
 *
 * The keys and values of a head are repacked once for all queries, in the order of access; then six queries at a
 * time are computed: logits, exponentials, weighted sum of values.
 */
#include "kernels.h"

#include <math.h>
#include <string.h>

enum { BLOCK = 16, QUERIES = 6, MAX_HEAD_WIDTH = 64 };

static const float MASKED = -1e30f;

typedef struct {
    ptrdiff_t seen;    /* columns of the first softmax: keys and global tokens, padded to a multiple of 16 */
    ptrdiff_t columns; /* … and of the second: slots, padded likewise */
    float *k;          /* [columns / 16, D, 16] */
    float *v;          /* [D / wide, columns, wide], wide being 16, or 8 where D is */
    float *outside;    /* [columns] 0, or MASKED for padding */
    float *weights;    /* [6, columns] */
} Layout;

static ptrdiff_t round_up(ptrdiff_t n) { return (n + BLOCK - 1) / BLOCK * BLOCK; }

static ptrdiff_t columns_of(ptrdiff_t keys, ptrdiff_t globals, ptrdiff_t read) {
    return round_up(keys + globals) + round_up(read);
}

ptrdiff_t attention_workspace(int32_t keys, int32_t globals, int32_t read, int32_t head_width) {
    return columns_of(keys, globals, read) * (2 * head_width + 1 + QUERIES);
}

static Layout lay_out(const Attention *attention, int32_t head_width, float *workspace) {
    Layout r;
    r.seen = round_up(attention->keys + attention->globals);
    r.columns = columns_of(attention->keys, attention->globals, attention->read);
    r.k = workspace;
    r.v = r.k + r.columns * head_width;
    r.outside = r.v + r.columns * head_width;
    r.weights = r.outside + r.columns;
    for (ptrdiff_t c = 0; c < r.columns; c++) r.outside[c] = MASKED;
    for (ptrdiff_t c = 0; c < attention->keys + attention->globals; c++) r.outside[c] = 0;
    for (ptrdiff_t c = 0; c < attention->read; c++) r.outside[r.seen + c] = 0;
    memset(r.k, 0, sizeof(float) * (size_t)(2 * r.columns * head_width));
    return r;
}

/* Transpose 8 × 8 numbers. */
INLINE void transpose_8(const float *from, ptrdiff_t stride, float *to, ptrdiff_t to_stride) {
    __m256 r[8], t[8];
#pragma GCC unroll 8
    for (int i = 0; i < 8; i++) r[i] = _mm256_loadu_ps(from + i * stride);
#pragma GCC unroll 8
    for (int i = 0; i < 8; i += 2) {
        t[i] = _mm256_unpacklo_ps(r[i], r[i + 1]);
        t[i + 1] = _mm256_unpackhi_ps(r[i], r[i + 1]);
    }
#pragma GCC unroll 8
    for (int i = 0; i < 8; i += 4) {
        r[i] = _mm256_shuffle_ps(t[i], t[i + 2], 0x44);
        r[i + 1] = _mm256_shuffle_ps(t[i], t[i + 2], 0xEE);
        r[i + 2] = _mm256_shuffle_ps(t[i + 1], t[i + 3], 0x44);
        r[i + 3] = _mm256_shuffle_ps(t[i + 1], t[i + 3], 0xEE);
    }
#pragma GCC unroll 8
    for (int i = 0; i < 4; i++) {
        _mm256_storeu_ps(to + i * to_stride, _mm256_permute2f128_ps(r[i], r[i + 4], 0x20));
        _mm256_storeu_ps(to + (i + 4) * to_stride, _mm256_permute2f128_ps(r[i], r[i + 4], 0x31));
    }
}

INLINE ptrdiff_t key_at(int D, ptrdiff_t column) { return column / BLOCK * BLOCK * D + column % BLOCK; }

INLINE ptrdiff_t value_at(int D, const Layout *workspace, ptrdiff_t column, int d) {
    const int wide = D >= BLOCK ? BLOCK : LANES;
    return d / wide * wide * workspace->columns + column * wide + d % wide;
}

/* Pack keys and values of some tokens into the columns from `at` on. */
INLINE void copy_columns(int D, const float *k, const float *v, ptrdiff_t stride, ptrdiff_t count, const Layout *workspace,
                  ptrdiff_t at) {
    const int wide = D >= BLOCK ? BLOCK : LANES;
    ptrdiff_t i = 0;
    if (at % LANES == 0)
        for (; i + LANES <= count; i += LANES)
            for (int d = 0; d < D; d += LANES)
                transpose_8(k + i * stride + d, stride, workspace->k + key_at(D, at + i) + d * BLOCK, BLOCK);
    for (; i < count; i++)
        for (int d = 0; d < D; d++) workspace->k[key_at(D, at + i) + d * BLOCK] = k[i * stride + d];
    for (i = 0; i < count; i++)
        for (int d = 0; d < D; d += wide)
            memcpy(workspace->v + d * workspace->columns + (at + i) * wide, v + i * stride + d, sizeof(float) * (size_t)wide);
}

/* Logits of six queries (rows of D) with the 16 columns from c on; `distance` of this head and query, as in Attention. */
INLINE void logits(int D, const float *const q[QUERIES], const float *distance, const Layout *workspace, ptrdiff_t c) {
    __m256 sums[QUERIES][2];
#pragma GCC unroll 8
    for (int r = 0; r < QUERIES; r++)
#pragma GCC unroll 8
        for (int w = 0; w < 2; w++) sums[r][w] = _mm256_loadu_ps(workspace->outside + c + w * LANES);
    if (distance)
#pragma GCC unroll 8
        for (int r = 0; r < QUERIES; r++)
#pragma GCC unroll 8
            for (int w = 0; w < 2; w++)
                sums[r][w] = _mm256_add_ps(sums[r][w], _mm256_loadu_ps(distance - r + c + w * LANES));
    const float *k = workspace->k + c * D;
    for (int d = 0; d < D; d++, k += BLOCK) {
        const __m256 k0 = _mm256_loadu_ps(k), k1 = _mm256_loadu_ps(k + LANES);
#pragma GCC unroll 8
        for (int r = 0; r < QUERIES; r++) {
            const __m256 x = _mm256_broadcast_ss(q[r] + d);
            sums[r][0] = _mm256_fmadd_ps(x, k0, sums[r][0]);
            sums[r][1] = _mm256_fmadd_ps(x, k1, sums[r][1]);
        }
    }
#pragma GCC unroll 8
    for (int r = 0; r < QUERIES; r++)
#pragma GCC unroll 8
        for (int w = 0; w < 2; w++)
            _mm256_storeu_ps(workspace->weights + r * workspace->columns + c + w * LANES, sums[r][w]);
}

/* 2^(x - max) for x [count], in place; returns the sum. */
INLINE float exponentials(float *x, ptrdiff_t count) {
    __m256 most = _mm256_loadu_ps(x);
    for (ptrdiff_t c = LANES; c < count; c += LANES) most = _mm256_max_ps(most, _mm256_loadu_ps(x + c));
    most = _mm256_set1_ps(max_8(most));
    __m256 sum = _mm256_setzero_ps();
    for (ptrdiff_t c = 0; c < count; c += LANES) {
        const __m256 y = exp2_8(_mm256_sub_ps(_mm256_loadu_ps(x + c), most));
        sum = _mm256_add_ps(sum, y);
        _mm256_storeu_ps(x + c, y);
    }
    return sum_8(sum);
}

/* The output of six queries: weights over the columns times values, times `scale`. */
INLINE void weigh_values(int D, const Layout *workspace, const float scale[QUERIES], float *const y[QUERIES]) {
    const int wide = D >= BLOCK ? 2 : 1;
    for (int d = 0; d < D; d += wide * LANES) {
        __m256 sums[QUERIES][2];
#pragma GCC unroll 8
        for (int r = 0; r < QUERIES; r++)
#pragma GCC unroll 8
            for (int w = 0; w < wide; w++) sums[r][w] = _mm256_setzero_ps();
        const float *v = workspace->v + d * workspace->columns, *weights = workspace->weights;
        for (ptrdiff_t c = 0; c < workspace->columns; c++, v += wide * LANES, weights++) {
            __m256 vd[2];
#pragma GCC unroll 8
            for (int w = 0; w < wide; w++) vd[w] = _mm256_loadu_ps(v + w * LANES);
#pragma GCC unroll 8
            for (int r = 0; r < QUERIES; r++) {
                const __m256 x = _mm256_broadcast_ss(weights + r * workspace->columns);
#pragma GCC unroll 8
                for (int w = 0; w < wide; w++) sums[r][w] = _mm256_fmadd_ps(x, vd[w], sums[r][w]);
            }
        }
#pragma GCC unroll 8
        for (int r = 0; r < QUERIES; r++)
#pragma GCC unroll 8
            for (int w = 0; w < wide; w++)
                _mm256_storeu_ps(y[r] + d + w * LANES, _mm256_mul_ps(sums[r][w], _mm256_set1_ps(scale[r])));
    }
}

/* One head of six queries; for the last one to five, the surplus results are discarded. */
INLINE void attend_six_queries(int D, const Attention *attention, const Layout *workspace, ptrdiff_t query, ptrdiff_t head, ptrdiff_t width) {
    const float *q[QUERIES];
    float *y[QUERIES], scale[QUERIES], spare[MAX_HEAD_WIDTH];
#pragma GCC unroll 8
    for (int r = 0; r < QUERIES; r++) {
        const int real = query + r < attention->queries;
        q[r] = attention->q + (real ? query + r : query) * attention->stride + head * D;
        y[r] = real ? attention->y + (query + r) * width + head * D : spare;
    }
    const float *distance = attention->distance ? attention->distance + head * attention->distance_stride - query : NULL;
    for (ptrdiff_t c = 0; c < workspace->columns; c += BLOCK) logits(D, q, distance, workspace, c);
#pragma GCC unroll 8
    for (int r = 0; r < QUERIES; r++) {
        float *weights = workspace->weights + r * workspace->columns;
        const float sum = exponentials(weights, workspace->seen);
        scale[r] = 1.0f / sum;
        if (workspace->columns > workspace->seen) {
            const ptrdiff_t rest = workspace->columns - workspace->seen;
            const float share = sum / exponentials(weights + workspace->seen, rest);
            for (ptrdiff_t i = 0; i < rest; i++) weights[workspace->seen + i] *= share;
        }
    }
    weigh_values(D, workspace, scale, y);
}

/* Merge the softmax of global queries over this segment into their running one (Milakov & Gimelshein 2018, alg. 3). */
INLINE void global_queries(int D, const Attention *attention, const Layout *workspace, ptrdiff_t head, ptrdiff_t heads) {
    for (ptrdiff_t g = 0; g < attention->globals; g++) {
        const float *q = attention->q_global + (g * heads + head) * D;
        float *mean = attention->attended_GE + (g * heads + head) * D, *weights = workspace->weights;
        float *most = attention->max_GH + g * heads + head, *sum = attention->sum_GH + g * heads + head;
        float highest = MASKED;
        for (ptrdiff_t c = 0; c < attention->own_real; c++) {
            float x = 0;
            for (int d = 0; d < D; d++) x += q[d] * workspace->k[key_at(D, attention->own + c) + d * BLOCK];
            weights[c] = x;
            highest = fmaxf(highest, x);
        }
        const float top = fmaxf(highest, *most), kept = exp2f(*most - top);
        *sum *= kept;
        for (int d = 0; d < D; d++) mean[d] *= kept;
        for (ptrdiff_t c = 0; c < attention->own_real; c++) {
            const float w = exp2f(weights[c] - top);
            *sum += w;
            for (int d = 0; d < D; d++) mean[d] += w * workspace->v[value_at(D, workspace, attention->own + c, d)];
        }
        *most = top;
    }
}

INLINE void attend_all_heads(int D, const Attention *attention, ptrdiff_t heads, float *memory) {
    const Layout workspace = lay_out(attention, D, memory);
    const ptrdiff_t width = heads * D;
    for (ptrdiff_t head = 0; head < heads; head++) {
        const ptrdiff_t at = head * D;
        copy_columns(D, attention->k + at, attention->v + at, attention->stride, attention->keys, &workspace, 0);
        copy_columns(D, attention->k_global + at, attention->v_global + at, width, attention->globals, &workspace, attention->keys);
        copy_columns(D, attention->k_read + at, attention->v_read + at, width, attention->read, &workspace, workspace.seen);
        for (ptrdiff_t query = 0; query < attention->queries; query += QUERIES)
            attend_six_queries(D, attention, &workspace, query, head, width);
        if (attention->q_global) global_queries(D, attention, &workspace, head, heads);
    }
}

/* Queries are already scaled by log2(e) / sqrt(D). */
void attend(const Attention *attention, int32_t heads, int32_t head_width, float *workspace) {
    switch (head_width) {
    case 8: attend_all_heads(8, attention, heads, workspace); break;
    case 16: attend_all_heads(16, attention, heads, workspace); break;
    case 32: attend_all_heads(32, attention, heads, workspace); break;
    case 64: attend_all_heads(64, attention, heads, workspace); break;
    }
}
