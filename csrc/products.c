/* Exact int8 matrix products on CPUs with AVX2, with the epilogue fused while sums are in registers.
 *
 * AVX2 multiplies 32 bytes at once and adds the products of neighbours in 16 bits. Adding 16-bit sums is nearly
 * free, but widening them to 32 bits costs another multiplication, so eight products are added in 16 bits first.
 * Since an input is at most 255, this is exact only if the weights of each such group of eight inputs add up to at
 * most 128 on either side of zero; `longdoc_pack` scales a row down if they do not.
 */
#include "kernels.h"

#include <math.h>
#include <string.h>

enum { STEPS = 4, MAX_WEIGHT = 127, MAX_GROUP_SUM = 128 };

/* Weights w [inputs], quantized with scale 1 / inverse to 16 bits. */
static void quantize_weights(const float *w, int32_t inputs, float inverse_scale, int16_t *words) {
    const __m256 by = _mm256_set1_ps(inverse_scale);
    for (int32_t k = 0; k < inputs; k += TOGETHER) {
        const __m256i low = _mm256_cvtps_epi32(_mm256_mul_ps(_mm256_loadu_ps(w + k), by));
        const __m256i high = _mm256_cvtps_epi32(_mm256_mul_ps(_mm256_loadu_ps(w + k + 8), by));
        _mm256_storeu_si256((__m256i *)(words + k),
                            _mm256_permute4x64_epi64(_mm256_packs_epi32(low, high), 0xD8));
    }
}

/* The largest one-sided sum of weights in a group of eight that is added in 16 bits: of sixteen inputs, those at
 * 0, 1, 4, 5, 8, 9, 12 and 13, or the others. */
static int32_t largest_group_sum(const int16_t *words, int32_t inputs) {
    const __m256i none = _mm256_setzero_si256(), ones = _mm256_set1_epi16(1);
    __m256i most = none;
    for (int32_t k = 0; k < inputs; k += TOGETHER) {
        const __m256i w = _mm256_loadu_si256((const __m256i *)(words + k));
        const __m256i above = _mm256_madd_epi16(_mm256_max_epi16(w, none), ones);
        const __m256i below = _mm256_madd_epi16(_mm256_min_epi16(w, none), ones);
        const __m256i pairs = _mm256_hadd_epi32(_mm256_shuffle_epi32(above, 0xD8),
                                                _mm256_shuffle_epi32(_mm256_sub_epi32(none, below), 0xD8));
        most = _mm256_max_epi32(most, _mm256_add_epi32(pairs, _mm256_permute4x64_epi64(pairs, 0x4E)));
    }
    int32_t sums[LANES], result = 0;
    _mm256_storeu_si256((__m256i *)sums, most);
    for (int i = 0; i < LANES; i++) result = sums[i] > result ? sums[i] : result;
    return result;
}

/* Pack weights for the tiles: panels of 16 outputs, interleaved by 4 inputs.
 *
 * rows [outputs, inputs] and row_scale [outputs] come from the checkpoint; factor [inputs] is what each input is
 * divided by before quantization, or 0 for one that is left out. scale and offset [outputs] are written; `step` is
 * the scale of the quantized inputs. `workspace` holds 2 · inputs numbers.
 */
PUBLIC void longdoc_pack(const int8_t *rows, const float *row_scale, const float *bias, const float *factor,
                         int32_t outputs, int32_t inputs, float step, int32_t zero, int8_t *panels,
                         float *scale, float *offset, float *workspace) {
    int16_t *words = (int16_t *)(workspace + inputs);
    for (int32_t n = 0; n < outputs; n++) {
        float most = 1e-12f;
        for (int32_t k = 0; k < inputs; k++) {
            workspace[k] = (float)rows[(ptrdiff_t)n * inputs + k] * factor[k];
            const float size = fabsf(workspace[k]);
            most = size > most ? size : most;
        }
        float of_row = fmaxf(most / MAX_WEIGHT, 1.0f);
        quantize_weights(workspace, inputs, 1.0f / of_row, words);
        for (int32_t sum; (sum = largest_group_sum(words, inputs)) > MAX_GROUP_SUM && isfinite(of_row);) {
            of_row *= fmaxf((float)sum / MAX_GROUP_SUM, 1.004f);
            quantize_weights(workspace, inputs, 1.0f / of_row, words);
        }
        int32_t total = 0;
        int8_t *panel = panels + (ptrdiff_t)(n / PANEL) * PANEL * inputs + (n % PANEL) * 4;
        for (int32_t k = 0; k < inputs; k += 4, panel += 4 * PANEL)
            for (int32_t i = 0; i < 4; i++) {
                panel[i] = (int8_t)words[k + i];
                total += words[k + i];
            }
        scale[n] = row_scale[n] * of_row * step;
        offset[n] = bias[n] - scale[n] * (float)zero * (float)total;
    }
}

/* Quantize sixteen numbers to bytes: round half to even, and clamp. */
INLINE void store_quantized(__m256 low, __m256 high, int32_t zero, uint8_t *bytes) {
    const __m256i z = _mm256_set1_epi32(zero);
    const __m256i words =
        _mm256_permute4x64_epi64(_mm256_packs_epi32(_mm256_add_epi32(_mm256_cvtps_epi32(low), z),
                                                    _mm256_add_epi32(_mm256_cvtps_epi32(high), z)),
                                 0xD8);
    _mm_storeu_si128((__m128i *)bytes,
                     _mm_packus_epi16(_mm256_castsi256_si128(words), _mm256_extracti128_si256(words, 1)));
}

/* Quantize the input of a product. */
void quantize_rows(const Product *p, const float *x, ptrdiff_t rows, uint8_t *bytes) {
    for (ptrdiff_t row = 0; row < rows; row++)
        for (int32_t k = 0; k < p->inputs; k += 16, x += 16, bytes += 16)
            store_quantized(_mm256_mul_ps(_mm256_loadu_ps(x), _mm256_loadu_ps(p->inverse_scale + k)),
                        _mm256_mul_ps(_mm256_loadu_ps(x + 8), _mm256_loadu_ps(p->inverse_scale + k + 8)), p->zero, bytes);
}

INLINE __m256i four_bytes(const uint8_t *at) {
    int32_t four;
    memcpy(&four, at, 4);
    return _mm256_set1_epi32(four);
}

INLINE void finish(int how, const Product *p, const Product *next, ptrdiff_t n, const __m256i sums[2], float *y,
                   uint8_t *bytes) {
    __m256 low = _mm256_fmadd_ps(_mm256_cvtepi32_ps(sums[0]), _mm256_loadu_ps(p->scale + n),
                                 _mm256_loadu_ps(p->offset + n));
    __m256 high = _mm256_fmadd_ps(_mm256_cvtepi32_ps(sums[1]), _mm256_loadu_ps(p->scale + n + 8),
                                  _mm256_loadu_ps(p->offset + n + 8));
    if (how == GELU) {
        store_quantized(_mm256_mul_ps(gelu_8(low), _mm256_loadu_ps(next->inverse_scale + n)),
                    _mm256_mul_ps(gelu_8(high), _mm256_loadu_ps(next->inverse_scale + n + 8)), next->zero, bytes);
        return;
    }
    if (how == ADD) {
        low = _mm256_add_ps(low, _mm256_loadu_ps(y));
        high = _mm256_add_ps(high, _mm256_loadu_ps(y + 8));
    }
    _mm256_storeu_ps(y, low);
    _mm256_storeu_ps(y + 8, high);
}

/* Sums of `rows` (1 to 3) rows with one panel. */
INLINE void avx2_tile(int rows, int panels, const uint8_t *a, ptrdiff_t inputs, const int8_t *panel, __m256i sums[][2]) {
    (void)panels;
    const __m256i ones = _mm256_set1_epi16(1);
#pragma GCC unroll 8
    for (int r = 0; r < rows; r++) sums[r][0] = sums[r][1] = _mm256_setzero_si256();
    for (ptrdiff_t k = 0; k < inputs; k += TOGETHER, panel += PANEL * TOGETHER) {
        __m256i few[3][2];
#pragma GCC unroll 8
        for (int s = 0; s < STEPS; s++) {
            const __m256i w0 = _mm256_loadu_si256((const __m256i *)(panel + s * 64));
            const __m256i w1 = _mm256_loadu_si256((const __m256i *)(panel + s * 64 + 32));
#pragma GCC unroll 8
            for (int r = 0; r < rows; r++) {
                const __m256i x = four_bytes(a + r * inputs + k + 4 * s);
                const __m256i y0 = _mm256_maddubs_epi16(x, w0), y1 = _mm256_maddubs_epi16(x, w1);
                few[r][0] = s ? _mm256_add_epi16(few[r][0], y0) : y0;
                few[r][1] = s ? _mm256_add_epi16(few[r][1], y1) : y1;
                IN_PLACE(few[r][0]);
                IN_PLACE(few[r][1]);
            }
        }
#pragma GCC unroll 8
        for (int r = 0; r < rows; r++) {
            sums[r][0] = _mm256_add_epi32(sums[r][0], _mm256_madd_epi16(few[r][0], ones));
            sums[r][1] = _mm256_add_epi32(sums[r][1], _mm256_madd_epi16(few[r][1], ones));
        }
    }
}

#define KIND(name) avx2_##name
#define TARGET
#define ROWS 3
#include "multiply.h"

/* Newer CPUs multiply and add bytes in 32 bits with one instruction: AVX512-VNNI, AVX-VNNI (without 512-bit registers)
 * or I8MM of arm64. The sums are bit-identical. Six rows make twelve sums, enough to hide the latency of two such
 * instructions per cycle. */
#if KNOWS_VNNI
#include "vnni.h"

#define avx512_vnni_tile tile_512
#define KIND(name) avx512_vnni_##name
#define TARGET WITH_AVX512_VNNI
#define ROWS AVX512_ROWS
#define PANELS AVX512_PANELS
#include "multiply.h"

#define KIND(name) avx_vnni_##name
#define TARGET ON_CPUS_WITH("avxvnni")
#define ROWS 6
#define DOT _mm256_dpbusd_avx_epi32
#include "multiply.h"

static int has_avx512_vnni(void) {
    return __builtin_cpu_supports("avx512vnni") && __builtin_cpu_supports("avx512vl") &&
           __builtin_cpu_supports("avx512bw");
}

static int has_avx_vnni(void) {
    unsigned a, b, c, d;
    return __get_cpuid_count(7, 1, &a, &b, &c, &d) && a >> 4 & 1;
}
#else
#define avx512_vnni_multiply avx2_multiply
#define avx_vnni_multiply avx2_multiply
static int has_avx512_vnni(void) { return 0; }
static int has_avx_vnni(void) { return 0; }
#endif

#if KNOWS_I8MM
#define KIND(name) i8mm_##name
#define TARGET I8MM
#define ROWS 6
#define DOT dot_i8mm
#include "multiply.h"
#else
#define i8mm_multiply avx2_multiply
#endif

static const struct {
    void (*multiply)(int how, const Product *p, const uint8_t *bytes, ptrdiff_t rows, const Product *next, float *y,
                     uint8_t *y_bytes, ptrdiff_t stride);
    int (*here)(void);
} KINDS[] = {{avx512_vnni_multiply, has_avx512_vnni}, {avx_vnni_multiply, has_avx_vnni},
             {i8mm_multiply, has_i8mm}, {avx2_multiply, NULL}};

enum { AVX2 = sizeof(KINDS) / sizeof(KINDS[0]) - 1 };

static int kind = AVX2;

/* Select the first kind of tiles from `first` on that this CPU supports; returns it. */
PUBLIC int longdoc_choose_instructions(int first) {
    for (kind = first; kind < AVX2 && !KINDS[kind].here(); kind++) {}
    return kind;
}

/* The selected kind, for the other source files. */
int product_kind(void) { return kind; }

/* y [rows, outputs], rows `stride` apart. */
void multiply(const Product *p, const uint8_t *bytes, ptrdiff_t rows, float *y, ptrdiff_t stride) {
    KINDS[kind].multiply(PLAIN, p, bytes, rows, p, y, (uint8_t *)y, stride);
}

/* The same, added to what is there. */
void multiply_add(const Product *p, const uint8_t *bytes, ptrdiff_t rows, float *y, ptrdiff_t stride) {
    KINDS[kind].multiply(ADD, p, bytes, rows, p, y, (uint8_t *)y, stride);
}

/* With GELU, quantized for the next product: y [rows, outputs]. */
void multiply_gelu(const Product *p, const uint8_t *bytes, ptrdiff_t rows, const Product *next, uint8_t *y) {
    KINDS[kind].multiply(GELU, p, bytes, rows, next, (float *)y, y, p->outputs);
}
