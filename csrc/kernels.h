/* Shared declarations of the native layers: the structures that Python passes, and vector functions.
 *
 * Every function runs on one thread and touches only its arguments; Python divides the work. Sizes count numbers,
 * not bytes. Axes as in the rest of the network: T tokens, C tokens per chunk, O tokens of halo, K keys, G global
 * tokens, S slots per chunk, R slots that a chunk reads, H heads, D head width, E model width, F inner width of
 * the feed-forward part.
 */
#ifndef LONGDOC_KERNELS_H
#define LONGDOC_KERNELS_H

#include "simd.h"

#include <stddef.h>
#include <stdint.h>

#ifdef _WIN32
#define PUBLIC __declspec(dllexport)
#else
#define PUBLIC __attribute__((visibility("default")))
#endif
#define INLINE static inline __attribute__((always_inline))

enum { LANES = 8, PANEL = 16, TOGETHER = 16 };

/* A matrix [outputs, inputs] of int8 weights in panels, for inputs quantized to unsigned bytes. */
typedef struct {
    int32_t inputs, outputs; /* multiples of 16 */
    int32_t zero;            /* zero point: the byte for an input of 0 */
    const int8_t *panels;
    const float *scale;   /* [outputs] scale of the integer sums */
    const float *offset;  /* [outputs] bias, corrected for the zero point */
    const float *inverse_scale; /* [inputs] 1 / scale of the inputs */
} Product;

/* One layer, and the pooling of slots for the layer after it. */
typedef struct {
    int32_t width, heads, inner, chunk, halo, slots;
    float epsilon;
    Product qkv, out, up, down;
    int32_t outliers; /* inner units computed in fp32 */
    const float *outlier_up, *outlier_bias, *outlier_down;                       /* [outliers, E], [outliers], [outliers, E] */
    const float *attention_weight, *attention_bias, *weight, *bias;     /* [E] of the two norms */
    const float *pool, *pool_value, *pool_bias; /* [S·H, E], [E, E], [E]; NULL in the last layer */
} Layer;

/* products.c */
void quantize_rows(const Product *p, const float *x, ptrdiff_t rows, uint8_t *bytes);
void multiply(const Product *p, const uint8_t *bytes, ptrdiff_t rows, float *y, ptrdiff_t stride);
void multiply_add(const Product *p, const uint8_t *bytes, ptrdiff_t rows, float *y, ptrdiff_t stride);
void multiply_gelu(const Product *p, const uint8_t *bytes, ptrdiff_t rows, const Product *next, uint8_t *y);

int product_kind(void);

/* cpu.c */
int has_i8mm(void); /* whether this CPU multiplies unsigned by signed bytes, as new ones of arm64 do */

/* A matrix [outputs, inputs] of 4-bit weights and levels in panels, as laid out by longdoc/network/reader/packed.py. */
typedef struct {
    int32_t inputs, outputs; /* multiples of 32 and 16 */
    const uint8_t *codes, *levels;
    const float *scale, *bias; /* [outputs] */
} Grouped;

/* Quantized rows, each with its scale (`step`) and zero point. */
typedef struct {
    uint8_t *bytes;
    float *step;
    int32_t *zero;
} Rounded;

/* What becomes of a product; ADD | GELU adds it to what is there, and applies GELU to the sum. */
enum { PLAIN = 0, ADD = 1, GELU = 2 };

/* grouped.c; `workspace` holds grouped_workspace bytes, from a cache line on */
void quantize_each(const float *x, ptrdiff_t rows, ptrdiff_t width, const Rounded *to);
void grouped(int how, const Grouped *w, const Rounded *x, ptrdiff_t rows, float *y, ptrdiff_t stride, char *workspace);
size_t grouped_workspace(int32_t inputs);

/* A linear layer: x · (matrix + left · right)ᵀ + bias. `right.outputs` is the rank of that term; 0: there is none. */
typedef struct {
    Grouped matrix, right, left; /* the bias is that of the matrix */
} Linear;

/* One layer of the reader. */
typedef struct {
    int32_t width, heads, inner, rank; /* `rank`: the highest of the terms in all layers, at most `width` */
    float epsilon;
    Linear qkv, out, up, down; /* queries with the factor log2(e) / sqrt(D) */
    const float *attention_weight, *attention_bias, *weight, *bias; /* [E] of the two norms */
} ReaderLayer;

/* Tokens [first, end) of all rows, and what a layer needs of the other tokens. */
typedef struct {
    const int64_t *starts; /* [rows + 1] where each row begins, and where the last one ends */
    int64_t rows, first, end;
    float *x;              /* [T, E] of all tokens; the piece's are updated in place */
    const float *qkv;      /* [T, 3E] of all tokens */
    float *next_qkv;       /* … for the layer that follows */
    const float *distance; /* [heads, distance_stride] bias times log2(e); `distance_middle` is a token itself */
    int64_t distance_stride, distance_middle;
    char *workspace; /* longdoc_reader_workspace bytes */
} Piece;

/* attention.c */
typedef struct {
    const float *q, *k, *v; /* rows of heads · D numbers, `stride` apart */
    ptrdiff_t stride;
    int32_t queries, keys, globals, read;
    const float *k_global, *v_global; /* [G, E], in one softmax with the keys */
    const float *k_read, *v_read;     /* [R, E], in a softmax of their own, added */
    float *y;                         /* [queries, E] */
    /* the bias of the first query and key, or NULL; + 1 for each key, - 1 for each query, + distance_stride
     * for each head */
    const float *distance;
    ptrdiff_t distance_stride;
    /* running softmax of global queries [G, E] over `own_real` keys from `own` on; NULL without global queries */
    const float *q_global;
    int32_t own, own_real;
    float *max_GH, *sum_GH, *attended_GE;
} Attention;
void attend(const Attention *attention, int32_t heads, int32_t head_width, float *workspace);
ptrdiff_t attention_workspace(int32_t keys, int32_t globals, int32_t read, int32_t head_width);

/* The state of a document's tokens [rows, E] between layers, in fp32 or, for long documents, fp16. */
typedef struct {
    void *numbers;
    int32_t is_half;
} State;

/* The inputs of a segment of chunks from outside it, and its outputs. */
typedef struct {
    State state;               /* of all chunks; those of the segment are updated in place */
    const float *before, *after; /* [O, E] states on either side of the segment, as they were */
    int64_t first, end;        /* chunks of the segment */
    int64_t tokens;            /* of the document */
    int32_t globals, read;
    const float *q_global, *k_global, *v_global; /* [G, E]; queries with their factor */
    const float *k_read, *v_read;                /* [N, R, E], or NULL */
    float *max_GH, *sum_GH, *attended_GE;       /* running softmax of global tokens, updated */
    float *pooled;                               /* [N, S, E] slots of the layer after this one, or NULL */
} Segment;

/* states.c */
void load_rows(const State *s, ptrdiff_t at, ptrdiff_t count, float *to);
void store_rows(const State *s, ptrdiff_t at, ptrdiff_t count, const float *from);

/* layer.c */
void norm_rows(float *x, ptrdiff_t rows, ptrdiff_t width, float epsilon, const float *weight, const float *bias);
void finish_rows(const Layer *layer, float *x, const float *attended, ptrdiff_t rows, uint8_t *bytes,
                 uint8_t *inner);
void pool_chunk(const Layer *layer, const float *x, ptrdiff_t real, float *slots, float *workspace);

/* Memory for one call, with parts aligned to cache lines. */
typedef struct {
    char *block; /* NULL while sizes are only added up */
    size_t used;
} Memory;

enum { CACHE_LINE = 64 };

INLINE void *part(Memory *m, size_t bytes) {
    char *first = m->block ? m->block + (CACHE_LINE - (uintptr_t)m->block % CACHE_LINE) : NULL;
    void *at = first ? first + m->used : NULL;
    m->used += (bytes + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE;
    return at;
}

/* Coefficients of a polynomial for 2^f, f in [-0.5, 0.5], from the constant one on. */
#define EXP2_0 1.00000007f
#define EXP2_1 0.69314695f
#define EXP2_2 0.24022122f
#define EXP2_3 0.05550743f
#define EXP2_4 0.00967546f
#define EXP2_5 0.00132670f

/* 2^x with a relative error of 1e-7, clamped below at 2^-126. */
INLINE __m256 exp2_8(__m256 x) {
    x = _mm256_min_ps(_mm256_max_ps(x, _mm256_set1_ps(-126.0f)), _mm256_set1_ps(126.0f));
    const __m256 whole = _mm256_round_ps(x, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
    const __m256 f = _mm256_sub_ps(x, whole);
    __m256 y = _mm256_set1_ps(EXP2_5);
    y = _mm256_fmadd_ps(y, f, _mm256_set1_ps(EXP2_4));
    y = _mm256_fmadd_ps(y, f, _mm256_set1_ps(EXP2_3));
    y = _mm256_fmadd_ps(y, f, _mm256_set1_ps(EXP2_2));
    y = _mm256_fmadd_ps(y, f, _mm256_set1_ps(EXP2_1));
    y = _mm256_fmadd_ps(y, f, _mm256_set1_ps(EXP2_0));
    const __m256i power = _mm256_slli_epi32(_mm256_cvtps_epi32(whole), 23);
    return _mm256_castsi256_ps(_mm256_add_epi32(_mm256_castps_si256(y), power));
}

/* x · Φ(x). The error function by Abramowitz & Stegun 1964, 7.1.26, correct to 1.5e-7. */
INLINE __m256 gelu_8(__m256 x) {
    const __m256 sign = _mm256_set1_ps(-0.0f), one = _mm256_set1_ps(1.0f);
    const __m256 z = _mm256_mul_ps(_mm256_andnot_ps(sign, x), _mm256_set1_ps(0.70710678f));
    const __m256 t = _mm256_div_ps(one, _mm256_fmadd_ps(z, _mm256_set1_ps(0.3275911f), one));
    __m256 y = _mm256_set1_ps(1.061405429f);
    y = _mm256_fmadd_ps(y, t, _mm256_set1_ps(-1.453152027f));
    y = _mm256_fmadd_ps(y, t, _mm256_set1_ps(1.421413741f));
    y = _mm256_fmadd_ps(y, t, _mm256_set1_ps(-0.284496736f));
    y = _mm256_fmadd_ps(y, t, _mm256_set1_ps(0.254829592f));
    y = _mm256_mul_ps(y, t);
    const __m256 bell = exp2_8(_mm256_mul_ps(_mm256_mul_ps(z, z), _mm256_set1_ps(-1.44269504f)));
    const __m256 erf = _mm256_fnmadd_ps(y, bell, one); /* of |x| / sqrt 2 */
    const __m256 half = _mm256_mul_ps(x, _mm256_set1_ps(0.5f));
    return _mm256_fmadd_ps(_mm256_or_ps(erf, _mm256_and_ps(sign, x)), half, half);
}

INLINE float sum_8(__m256 x) {
    __m128 y = _mm_add_ps(_mm256_castps256_ps128(x), _mm256_extractf128_ps(x, 1));
    y = _mm_add_ps(y, _mm_movehl_ps(y, y));
    return _mm_cvtss_f32(_mm_add_ss(y, _mm_shuffle_ps(y, y, 1)));
}

INLINE float max_8(__m256 x) {
    __m128 y = _mm_max_ps(_mm256_castps256_ps128(x), _mm256_extractf128_ps(x, 1));
    y = _mm_max_ps(y, _mm_movehl_ps(y, y));
    return _mm_cvtss_f32(_mm_max_ss(y, _mm_shuffle_ps(y, y, 1)));
}

#endif
