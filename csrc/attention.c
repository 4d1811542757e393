/* Softmax attention of a few hundred queries over keys near by, head after head, within the cache.
 *
 * The keys and values of a head are laid out anew, once for all queries, in the order that they are gone through;
 * then six queries at a time: logits, exponentials, and what they weigh.
 */
#include "kernels.h"

#include <math.h>
#include <string.h>

enum { BLOCK = 16, QUERIES = 6, MOST_HEAD_WIDTH = 64 };

static const float UNSEEN = -1e30f;

typedef struct {
    ptrdiff_t seen;    /* columns of the first softmax: keys, global tokens, and what fills up sixteen */
    ptrdiff_t columns; /* … and of the second: slots, and what fills up sixteen */
    float *k;          /* [columns / 16, D, 16] */
    float *v;          /* [D / wide, columns, wide], wide being 16, or 8 where D is */
    float *outside;    /* [columns] 0, or UNSEEN where there is nothing to see */
    float *weights;    /* [6, columns] */
} Room;

static ptrdiff_t filled_up(ptrdiff_t n) { return (n + BLOCK - 1) / BLOCK * BLOCK; }

static ptrdiff_t columns_of(ptrdiff_t keys, ptrdiff_t globals, ptrdiff_t read) {
    return filled_up(keys + globals) + filled_up(read);
}

ptrdiff_t attend_room(int32_t keys, int32_t globals, int32_t read, int32_t head_width) {
    return columns_of(keys, globals, read) * (2 * head_width + 1 + QUERIES);
}

static Room lay_out(const Look *look, int32_t head_width, float *room) {
    Room r;
    r.seen = filled_up(look->keys + look->globals);
    r.columns = columns_of(look->keys, look->globals, look->read);
    r.k = room;
    r.v = r.k + r.columns * head_width;
    r.outside = r.v + r.columns * head_width;
    r.weights = r.outside + r.columns;
    for (ptrdiff_t c = 0; c < r.columns; c++) r.outside[c] = UNSEEN;
    for (ptrdiff_t c = look->first_real; c < look->end_real; c++) r.outside[c] = 0;
    for (ptrdiff_t c = 0; c < look->globals; c++) r.outside[look->keys + c] = 0;
    for (ptrdiff_t c = 0; c < look->read; c++) r.outside[r.seen + c] = 0;
    memset(r.k, 0, sizeof(float) * (size_t)(2 * r.columns * head_width));
    return r;
}

/* Eight rows of eight numbers, turned. */
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

INLINE ptrdiff_t value_at(int D, const Room *room, ptrdiff_t column, int d) {
    const int wide = D >= BLOCK ? BLOCK : LANES;
    return d / wide * wide * room->columns + column * wide + d % wide;
}

/* Keys and values of some tokens into columns from `at` on. */
INLINE void place(int D, const float *k, const float *v, ptrdiff_t stride, ptrdiff_t count, const Room *room,
                  ptrdiff_t at) {
    const int wide = D >= BLOCK ? BLOCK : LANES;
    ptrdiff_t i = 0;
    if (at % LANES == 0)
        for (; i + LANES <= count; i += LANES)
            for (int d = 0; d < D; d += LANES)
                transpose_8(k + i * stride + d, stride, room->k + key_at(D, at + i) + d * BLOCK, BLOCK);
    for (; i < count; i++)
        for (int d = 0; d < D; d++) room->k[key_at(D, at + i) + d * BLOCK] = k[i * stride + d];
    for (i = 0; i < count; i++)
        for (int d = 0; d < D; d += wide)
            memcpy(room->v + d * room->columns + (at + i) * wide, v + i * stride + d, sizeof(float) * (size_t)wide);
}

/* Logits of six queries (rows of D) with the 16 columns from c on; `distance` as in Look, of this head and query. */
INLINE void logits(int D, const float *const q[QUERIES], const float *distance, const Room *room, ptrdiff_t c) {
    __m256 sums[QUERIES][2];
#pragma GCC unroll 8
    for (int r = 0; r < QUERIES; r++)
#pragma GCC unroll 8
        for (int w = 0; w < 2; w++) sums[r][w] = _mm256_loadu_ps(room->outside + c + w * LANES);
    if (distance)
#pragma GCC unroll 8
        for (int r = 0; r < QUERIES; r++)
#pragma GCC unroll 8
            for (int w = 0; w < 2; w++)
                sums[r][w] = _mm256_add_ps(sums[r][w], _mm256_loadu_ps(distance - r + c + w * LANES));
    const float *k = room->k + c * D;
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
            _mm256_storeu_ps(room->weights + r * room->columns + c + w * LANES, sums[r][w]);
}

/* Powers of two of x [count], less the highest, in place; returns their sum. */
INLINE float powers(float *x, ptrdiff_t count) {
    __m256 most = _mm256_loadu_ps(x);
    for (ptrdiff_t c = LANES; c < count; c += LANES) most = _mm256_max_ps(most, _mm256_loadu_ps(x + c));
    most = _mm256_set1_ps(most_8(most));
    __m256 sum = _mm256_setzero_ps();
    for (ptrdiff_t c = 0; c < count; c += LANES) {
        const __m256 y = exp2_8(_mm256_sub_ps(_mm256_loadu_ps(x + c), most));
        sum = _mm256_add_ps(sum, y);
        _mm256_storeu_ps(x + c, y);
    }
    return sum_8(sum);
}

/* What six queries gather: their weights over the columns, times the values, times `scale`. */
INLINE void gather(int D, const Room *room, const float scale[QUERIES], float *const y[QUERIES]) {
    const int wide = D >= BLOCK ? 2 : 1;
    for (int d = 0; d < D; d += wide * LANES) {
        __m256 sums[QUERIES][2];
#pragma GCC unroll 8
        for (int r = 0; r < QUERIES; r++)
#pragma GCC unroll 8
            for (int w = 0; w < wide; w++) sums[r][w] = _mm256_setzero_ps();
        const float *v = room->v + d * room->columns, *weights = room->weights;
        for (ptrdiff_t c = 0; c < room->columns; c++, v += wide * LANES, weights++) {
            __m256 vd[2];
#pragma GCC unroll 8
            for (int w = 0; w < wide; w++) vd[w] = _mm256_loadu_ps(v + w * LANES);
#pragma GCC unroll 8
            for (int r = 0; r < QUERIES; r++) {
                const __m256 x = _mm256_broadcast_ss(weights + r * room->columns);
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

/* One head of six queries, or of the last one to five: those beyond are counted for nothing. */
INLINE void six(int D, const Look *look, const Room *room, ptrdiff_t query, ptrdiff_t head, ptrdiff_t width) {
    const float *q[QUERIES];
    float *y[QUERIES], scale[QUERIES], spare[MOST_HEAD_WIDTH];
#pragma GCC unroll 8
    for (int r = 0; r < QUERIES; r++) {
        const int real = query + r < look->queries;
        q[r] = look->q + (real ? query + r : query) * look->stride + head * D;
        y[r] = real ? look->y + (query + r) * width + head * D : spare;
    }
    const float *distance = look->distance ? look->distance + head * look->distance_stride - query : NULL;
    for (ptrdiff_t c = 0; c < room->columns; c += BLOCK) logits(D, q, distance, room, c);
#pragma GCC unroll 8
    for (int r = 0; r < QUERIES; r++) {
        float *weights = room->weights + r * room->columns;
        const float sum = powers(weights, room->seen);
        scale[r] = 1.0f / sum;
        if (room->columns > room->seen) {
            const ptrdiff_t rest = room->columns - room->seen;
            const float share = sum / powers(weights + room->seen, rest);
            for (ptrdiff_t i = 0; i < rest; i++) weights[room->seen + i] *= share;
        }
    }
    gather(D, room, scale, y);
}

/* What global queries have gathered so far joins what they see here (Milakov & Gimelshein 2018, algorithm 3). */
INLINE void global_queries(int D, const Look *look, const Room *room, ptrdiff_t head, ptrdiff_t heads) {
    for (ptrdiff_t g = 0; g < look->globals; g++) {
        const float *q = look->q_global + (g * heads + head) * D;
        float *mean = look->gathered_GE + (g * heads + head) * D, *weights = room->weights;
        float *most = look->most_GH + g * heads + head, *sum = look->sum_GH + g * heads + head;
        float highest = UNSEEN;
        for (ptrdiff_t c = 0; c < look->own_real; c++) {
            float x = 0;
            for (int d = 0; d < D; d++) x += q[d] * room->k[key_at(D, look->own + c) + d * BLOCK];
            weights[c] = x;
            highest = fmaxf(highest, x);
        }
        const float top = fmaxf(highest, *most), kept = exp2f(*most - top);
        *sum *= kept;
        for (int d = 0; d < D; d++) mean[d] *= kept;
        for (ptrdiff_t c = 0; c < look->own_real; c++) {
            const float w = exp2f(weights[c] - top);
            *sum += w;
            for (int d = 0; d < D; d++) mean[d] += w * room->v[value_at(D, room, look->own + c, d)];
        }
        *most = top;
    }
}

INLINE void attend_by(int D, const Look *look, ptrdiff_t heads, float *memory) {
    const Room room = lay_out(look, D, memory);
    const ptrdiff_t width = heads * D;
    for (ptrdiff_t head = 0; head < heads; head++) {
        const ptrdiff_t at = head * D;
        place(D, look->k + at, look->v + at, look->stride, look->keys, &room, 0);
        place(D, look->k_global + at, look->v_global + at, width, look->globals, &room, look->keys);
        place(D, look->k_read + at, look->v_read + at, width, look->read, &room, room.seen);
        for (ptrdiff_t query = 0; query < look->queries; query += QUERIES)
            six(D, look, &room, query, head, width);
        if (look->q_global) global_queries(D, look, &room, head, heads);
    }
}

/* Queries hold the factor log2(e) / sqrt(D) already. */
void attend(const Look *look, int32_t heads, int32_t head_width, float *room) {
    switch (head_width) {
    case 8: attend_by(8, look, heads, room); break;
    case 16: attend_by(16, look, heads, room); break;
    case 32: attend_by(32, look, heads, room); break;
    case 64: attend_by(64, look, heads, room); break;
    }
}
