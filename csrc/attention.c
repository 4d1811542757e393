/* Softmax attention of a few hundred queries over nearby keys, head by head, within the cache.
 *
 * The keys and values of a head are repacked once for all queries, in the order of access; then six queries at a
 * time (twelve in registers of 512 bits) are computed: logits, exponentials, weighted sum of values.
 */
#include "kernels.h"

#include <math.h>
#include <string.h>

enum { BLOCK = 16, MAX_HEAD_WIDTH = 64, MOST_QUERIES = 12 };
#define BASE_QUERIES 6

static const float MASKED = -1e30f;

typedef struct {
    ptrdiff_t seen;    /* columns of the first softmax: keys and global tokens, padded to a multiple of 16 */
    ptrdiff_t columns; /* … and of the second: slots, padded likewise */
    float *k;          /* [columns / 16, D, 16] */
    float *v;          /* [D / wide, columns, wide], wide being 16, or 8 where D is */
    float *outside;    /* [columns] 0, or MASKED for padding */
    float *weights;    /* [MOST_QUERIES, columns] */
} Layout;

static ptrdiff_t round_up(ptrdiff_t n) { return (n + BLOCK - 1) / BLOCK * BLOCK; }

static ptrdiff_t columns_of(ptrdiff_t keys, ptrdiff_t globals, ptrdiff_t read) {
    return round_up(keys + globals) + round_up(read);
}

ptrdiff_t attention_workspace(int32_t keys, int32_t globals, int32_t read, int32_t head_width) {
    return columns_of(keys, globals, read) * (2 * head_width + 1 + MOST_QUERIES);
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

/* 2^(x - max) for x [count], in place; returns the sum. */
INLINE float base_exponentials(float *x, ptrdiff_t count) {
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

/* Logits of a global query with the columns [first, end), multiples of eight: `weights` [end - first]. */
INLINE void global_logits(int D, const float *q, const Layout *workspace, ptrdiff_t first, ptrdiff_t end, float *weights) {
    for (ptrdiff_t c = first; c < end; c += LANES, weights += LANES) {
        const float *k = workspace->k + key_at(D, c);
        __m256 sum = _mm256_setzero_ps();
        for (int d = 0; d < D; d++, k += BLOCK) sum = _mm256_fmadd_ps(_mm256_broadcast_ss(q + d), _mm256_loadu_ps(k), sum);
        _mm256_storeu_ps(weights, sum);
    }
}

/* mean [D] · kept + the values of `count` columns from `at` on, weighted. */
INLINE void add_values(int D, const Layout *workspace, ptrdiff_t at, ptrdiff_t count, const float *weights, float kept,
                       float *mean) {
    const int wide = D >= BLOCK ? BLOCK : LANES;
    __m256 sums[MAX_HEAD_WIDTH / LANES];
#pragma GCC unroll 8
    for (int i = 0; i < D / LANES; i++) sums[i] = _mm256_mul_ps(_mm256_loadu_ps(mean + i * LANES), _mm256_set1_ps(kept));
    for (ptrdiff_t c = 0; c < count; c++) {
        const __m256 weight = _mm256_broadcast_ss(weights + c);
#pragma GCC unroll 8
        for (int i = 0; i < D / LANES; i++) {
            const float *v = workspace->v + value_at(D, workspace, 0, i * LANES) + (at + c) * wide;
            sums[i] = _mm256_fmadd_ps(weight, _mm256_loadu_ps(v), sums[i]);
        }
    }
#pragma GCC unroll 8
    for (int i = 0; i < D / LANES; i++) _mm256_storeu_ps(mean + i * LANES, sums[i]);
}

/* Merge the softmax of global queries over this segment into their running one (Milakov & Gimelshein 2018, alg. 3). */
INLINE void global_queries(int D, const Attention *attention, const Layout *workspace, ptrdiff_t head, ptrdiff_t heads) {
    const ptrdiff_t own = attention->own, real = attention->own_real;
    const ptrdiff_t first = own / LANES * LANES, end = (own + real + LANES - 1) / LANES * LANES;
    if (real <= 0) return;
    for (ptrdiff_t g = 0; g < attention->globals; g++) {
        const float *q = attention->q_global + (g * heads + head) * D;
        float *most = attention->max_GH + g * heads + head, *sum = attention->sum_GH + g * heads + head;
        float *weights = workspace->weights;
        global_logits(D, q, workspace, first, end, weights);
        for (ptrdiff_t c = first; c < own; c++) weights[c - first] = MASKED;
        for (ptrdiff_t c = own + real; c < end; c++) weights[c - first] = MASKED;
        __m256 highest = _mm256_loadu_ps(weights);
        for (ptrdiff_t c = LANES; c < end - first; c += LANES) highest = _mm256_max_ps(highest, _mm256_loadu_ps(weights + c));
        const float top = fmaxf(max_8(highest), *most), kept = exp2f(*most - top);
        __m256 all = _mm256_setzero_ps();
        for (ptrdiff_t c = 0; c < end - first; c += LANES) {
            const __m256 y = exp2_8(_mm256_sub_ps(_mm256_loadu_ps(weights + c), _mm256_set1_ps(top)));
            all = _mm256_add_ps(all, y); /* masked: 2^-126 */
            _mm256_storeu_ps(weights + c, y);
        }
        *sum = *sum * kept + sum_8(all);
        add_values(D, workspace, own, real, weights + own - first, kept, attention->attended_GE + (g * heads + head) * D);
        *most = top;
    }
}

/* Logits of six queries (rows of D) with the 16 columns from c on; `distance` of this head and query, as in Attention. */
INLINE void base_block_logits(int D, const float *const q[BASE_QUERIES], const float *distance, const Layout *workspace, ptrdiff_t c) {
    __m256 sums[BASE_QUERIES][2];
#pragma GCC unroll 8
    for (int r = 0; r < BASE_QUERIES; r++)
#pragma GCC unroll 8
        for (int w = 0; w < 2; w++) sums[r][w] = _mm256_loadu_ps(workspace->outside + c + w * LANES);
    if (distance)
#pragma GCC unroll 8
        for (int r = 0; r < BASE_QUERIES; r++)
#pragma GCC unroll 8
            for (int w = 0; w < 2; w++)
                sums[r][w] = _mm256_add_ps(sums[r][w], _mm256_loadu_ps(distance - r + c + w * LANES));
    const float *k = workspace->k + c * D;
    for (int d = 0; d < D; d++, k += BLOCK) {
        const __m256 k0 = _mm256_loadu_ps(k), k1 = _mm256_loadu_ps(k + LANES);
#pragma GCC unroll 8
        for (int r = 0; r < BASE_QUERIES; r++) {
            const __m256 x = _mm256_broadcast_ss(q[r] + d);
            sums[r][0] = _mm256_fmadd_ps(x, k0, sums[r][0]);
            sums[r][1] = _mm256_fmadd_ps(x, k1, sums[r][1]);
        }
    }
#pragma GCC unroll 8
    for (int r = 0; r < BASE_QUERIES; r++)
#pragma GCC unroll 8
        for (int w = 0; w < 2; w++)
            _mm256_storeu_ps(workspace->weights + r * workspace->columns + c + w * LANES, sums[r][w]);
}

INLINE void base_logits(int D, const float *const q[BASE_QUERIES], const float *distance, const Layout *workspace) {
    for (ptrdiff_t c = 0; c < workspace->columns; c += BLOCK) base_block_logits(D, q, distance, workspace, c);
}

/* The output of six queries: weights over the columns times values, times `scale`. */
INLINE void base_weigh_values(int D, const Layout *workspace, const float scale[BASE_QUERIES], float *const y[BASE_QUERIES]) {
    const int wide = D >= BLOCK ? 2 : 1;
    for (int d = 0; d < D; d += wide * LANES) {
        __m256 sums[BASE_QUERIES][2];
#pragma GCC unroll 8
        for (int r = 0; r < BASE_QUERIES; r++)
#pragma GCC unroll 8
            for (int w = 0; w < wide; w++) sums[r][w] = _mm256_setzero_ps();
        const float *v = workspace->v + d * workspace->columns, *weights = workspace->weights;
        for (ptrdiff_t c = 0; c < workspace->columns; c++, v += wide * LANES, weights++) {
            __m256 vd[2];
#pragma GCC unroll 8
            for (int w = 0; w < wide; w++) vd[w] = _mm256_loadu_ps(v + w * LANES);
#pragma GCC unroll 8
            for (int r = 0; r < BASE_QUERIES; r++) {
                const __m256 x = _mm256_broadcast_ss(weights + r * workspace->columns);
#pragma GCC unroll 8
                for (int w = 0; w < wide; w++) sums[r][w] = _mm256_fmadd_ps(x, vd[w], sums[r][w]);
            }
        }
#pragma GCC unroll 8
        for (int r = 0; r < BASE_QUERIES; r++)
#pragma GCC unroll 8
            for (int w = 0; w < wide; w++)
                _mm256_storeu_ps(y[r] + d + w * LANES, _mm256_mul_ps(sums[r][w], _mm256_set1_ps(scale[r])));
    }
}

#define KIND(name) base_##name
#define TARGET
#define QUERIES BASE_QUERIES
#include "attention.h"

#if KNOWS_VNNI
#include "vnni.h"

/* The same with registers of 16 numbers: twelve queries by two blocks make enough sums to hide the latency of two products
 * per cycle, and each number of a query or weight is loaded once for both blocks. */
#define WIDE_QUERIES 12
enum { WIDE_BLOCKS = 2 };

/* exp2_8 of sixteen numbers. */
WITH_AVX512_VNNI INLINE __m512 exp2_16(__m512 x) {
    x = _mm512_min_ps(_mm512_max_ps(x, _mm512_set1_ps(-126.0f)), _mm512_set1_ps(126.0f));
    const __m512 whole = _mm512_roundscale_ps(x, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
    const __m512 f = _mm512_sub_ps(x, whole);
    __m512 y = _mm512_set1_ps(EXP2_5);
    y = _mm512_fmadd_ps(y, f, _mm512_set1_ps(EXP2_4));
    y = _mm512_fmadd_ps(y, f, _mm512_set1_ps(EXP2_3));
    y = _mm512_fmadd_ps(y, f, _mm512_set1_ps(EXP2_2));
    y = _mm512_fmadd_ps(y, f, _mm512_set1_ps(EXP2_1));
    y = _mm512_fmadd_ps(y, f, _mm512_set1_ps(EXP2_0));
    const __m512i power = _mm512_slli_epi32(_mm512_cvtps_epi32(whole), 23);
    return _mm512_castsi512_ps(_mm512_add_epi32(_mm512_castps_si512(y), power));
}

WITH_AVX512_VNNI INLINE __m256 upper_half(__m512 x) { return _mm256_castpd_ps(_mm512_extractf64x4_pd(_mm512_castps_pd(x), 1)); }

/* As `base_exponentials`, added in the same order; `count` is a multiple of 16. */
WITH_AVX512_VNNI INLINE float wide_exponentials(float *x, ptrdiff_t count) {
    __m512 most = _mm512_loadu_ps(x);
    for (ptrdiff_t c = BLOCK; c < count; c += BLOCK) most = _mm512_max_ps(most, _mm512_loadu_ps(x + c));
    most = _mm512_set1_ps(max_8(_mm256_max_ps(_mm512_castps512_ps256(most), upper_half(most))));
    __m256 sum = _mm256_setzero_ps();
    for (ptrdiff_t c = 0; c < count; c += BLOCK) {
        const __m512 y = exp2_16(_mm512_sub_ps(_mm512_loadu_ps(x + c), most));
        sum = _mm256_add_ps(_mm256_add_ps(sum, _mm512_castps512_ps256(y)), upper_half(y));
        _mm512_storeu_ps(x + c, y);
    }
    return sum_8(sum);
}

/* Logits with `blocks` times 16 columns. */
WITH_AVX512_VNNI INLINE void wide_block_logits(int blocks, int D, const float *const q[WIDE_QUERIES], const float *distance,
                                               const Layout *workspace, ptrdiff_t c) {
    __m512 sums[WIDE_QUERIES][WIDE_BLOCKS], kd[WIDE_BLOCKS];
#pragma GCC unroll 12
    for (int r = 0; r < WIDE_QUERIES; r++)
#pragma GCC unroll 2
        for (int i = 0; i < blocks; i++) {
            sums[r][i] = _mm512_loadu_ps(workspace->outside + c + i * BLOCK);
            if (distance) sums[r][i] = _mm512_add_ps(sums[r][i], _mm512_loadu_ps(distance - r + c + i * BLOCK));
        }
    const float *k = workspace->k + c * D;
    for (int d = 0; d < D; d++, k += BLOCK) {
#pragma GCC unroll 2
        for (int i = 0; i < blocks; i++) kd[i] = _mm512_loadu_ps(k + i * BLOCK * D);
#pragma GCC unroll 12
        for (int r = 0; r < WIDE_QUERIES; r++) {
            __m512 x = _mm512_set1_ps(q[r][d]);
            IN_PLACE(x);
#pragma GCC unroll 2
            for (int i = 0; i < blocks; i++) sums[r][i] = _mm512_fmadd_ps(x, kd[i], sums[r][i]);
        }
    }
#pragma GCC unroll 12
    for (int r = 0; r < WIDE_QUERIES; r++)
#pragma GCC unroll 2
        for (int i = 0; i < blocks; i++)
            _mm512_storeu_ps(workspace->weights + r * workspace->columns + c + i * BLOCK, sums[r][i]);
}

WITH_AVX512_VNNI INLINE void wide_logits(int D, const float *const q[WIDE_QUERIES], const float *distance,
                                         const Layout *workspace) {
    ptrdiff_t c = 0;
    for (; c + WIDE_BLOCKS * BLOCK <= workspace->columns; c += WIDE_BLOCKS * BLOCK)
        wide_block_logits(WIDE_BLOCKS, D, q, distance, workspace, c);
    if (c < workspace->columns) wide_block_logits(1, D, q, distance, workspace, c);
}

/* Numbers d to d + 16 · blocks of the output. */
WITH_AVX512_VNNI INLINE void wide_block_values(int blocks, int d, const Layout *workspace, const float scale[WIDE_QUERIES],
                                               float *const y[WIDE_QUERIES]) {
    __m512 sums[WIDE_QUERIES][WIDE_BLOCKS], vd[WIDE_BLOCKS];
#pragma GCC unroll 12
    for (int r = 0; r < WIDE_QUERIES; r++)
#pragma GCC unroll 2
        for (int i = 0; i < blocks; i++) sums[r][i] = _mm512_setzero_ps();
    const float *v = workspace->v + d * workspace->columns, *weights = workspace->weights;
    for (ptrdiff_t c = 0; c < workspace->columns; c++, v += BLOCK, weights++) {
#pragma GCC unroll 2
        for (int i = 0; i < blocks; i++) vd[i] = _mm512_loadu_ps(v + i * BLOCK * workspace->columns);
#pragma GCC unroll 12
        for (int r = 0; r < WIDE_QUERIES; r++) {
            __m512 x = _mm512_set1_ps(weights[r * workspace->columns]);
            IN_PLACE(x);
#pragma GCC unroll 2
            for (int i = 0; i < blocks; i++) sums[r][i] = _mm512_fmadd_ps(x, vd[i], sums[r][i]);
        }
    }
#pragma GCC unroll 12
    for (int r = 0; r < WIDE_QUERIES; r++)
#pragma GCC unroll 2
        for (int i = 0; i < blocks; i++)
            _mm512_storeu_ps(y[r] + d + i * BLOCK, _mm512_mul_ps(sums[r][i], _mm512_set1_ps(scale[r])));
}

/* D is a multiple of 16. */
WITH_AVX512_VNNI INLINE void wide_weigh_values(int D, const Layout *workspace, const float scale[WIDE_QUERIES],
                                               float *const y[WIDE_QUERIES]) {
    int d = 0;
    for (; d + WIDE_BLOCKS * BLOCK <= D; d += WIDE_BLOCKS * BLOCK)
        wide_block_values(WIDE_BLOCKS, d, workspace, scale, y);
    if (d < D) wide_block_values(1, d, workspace, scale, y);
}

#define KIND(name) wide_##name
#define TARGET WITH_AVX512_VNNI
#define QUERIES WIDE_QUERIES
#include "attention.h"
#endif

/* Queries are already scaled by log2(e) / sqrt(D). */
void attend(const Attention *attention, int32_t heads, int32_t head_width, float *workspace) {
#if KNOWS_VNNI
    if (product_kind() == 0 && head_width % BLOCK == 0) {
        wide_attend(attention, heads, head_width, workspace);
        return;
    }
#endif
    base_attend(attention, heads, head_width, workspace);
}
