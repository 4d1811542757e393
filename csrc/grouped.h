/* The product with a grouped matrix for one instruction set. Included once for each, after defining:
 *   KIND(name)  prefixes the names of its functions,
 *   TARGET      the attribute that enables its instructions,
 *   ROWS        the rows of a tile,
 *   SEPARATE    1 if a tile takes levels and q separately, 0 if it takes level · q,
 *   DOT         the dot product of four neighbouring bytes (unsigned by signed), added to eight 32-bit sums;
 *               if it is not defined, KIND(tile) must exist.
 */

#ifdef DOT
TARGET INLINE void KIND(tile)(int rows, const uint8_t *a, ptrdiff_t inputs, const int8_t *panel,
                              const int16_t *level_pairs, __m256i sums[][2]) {
    (void)level_pairs;
    __m256i s[ROWS][2];
#pragma GCC unroll 8
    for (int r = 0; r < rows; r++) s[r][0] = s[r][1] = _mm256_setzero_si256();
    for (ptrdiff_t k = 0; k < inputs; k += 4, panel += 4 * PANEL) {
        const __m256i w0 = _mm256_load_si256((const __m256i *)panel);
        const __m256i w1 = _mm256_load_si256((const __m256i *)(panel + 32));
#pragma GCC unroll 8
        for (int r = 0; r < rows; r++) {
            const __m256i x = four_bytes(a + r * inputs + k);
            s[r][0] = DOT(s[r][0], x, w0);
            s[r][1] = DOT(s[r][1], x, w1);
        }
    }
#pragma GCC unroll 8
    for (int r = 0; r < rows; r++) sums[r][0] = s[r][0], sums[r][1] = s[r][1];
}
#endif

TARGET INLINE void KIND(rows)(int rows, int how, const Grouped *w, ptrdiff_t n, const Rounded *x, ptrdiff_t row,
                              const int8_t *panel, const int16_t *level_pairs, const __m256i all[2], float *y,
                              ptrdiff_t stride) {
    __m256i sums[ROWS][2];
    KIND(tile)(rows, x->bytes + row * w->inputs, w->inputs, panel, level_pairs, sums);
#pragma GCC unroll 12
    for (int r = 0; r < rows; r++)
        finish(how, w, n, sums[r], all, x->step[row + r], x->zero[row + r], y + (row + r) * stride + n);
}

TARGET INLINE void KIND(panels)(int how, const Grouped *w, const Rounded *x, ptrdiff_t rows, float *y,
                                ptrdiff_t stride, char *workspace) {
    int8_t *panel = (int8_t *)workspace;
    int16_t *level_pairs = (int16_t *)(workspace + (ptrdiff_t)w->inputs * PANEL);
    uint8_t *ones = (uint8_t *)(level_pairs + LEVEL_PAIRS * (w->inputs / GROUP));
    memset(ones, 1, (size_t)w->inputs);
    for (ptrdiff_t n = 0; n < w->outputs; n += PANEL) {
        __m256i all[1][2];
        unpack(SEPARATE, w, n, panel, level_pairs);
        KIND(tile)(1, ones, w->inputs, panel, level_pairs, all);
        ptrdiff_t row = 0;
#define TILES(ROWS_NOW)                                                                                         \
    for (; row + (ROWS_NOW) <= rows; row += (ROWS_NOW))                                                        \
    KIND(rows)(ROWS_NOW, how, w, n, x, row, panel, level_pairs, all[0], y, stride)
        TILES(ROWS);
#if ROWS > 4
        TILES(4);
#endif
        TILES(1);
#undef TILES
    }
}

TARGET static void KIND(grouped)(int how, const Grouped *w, const Rounded *x, ptrdiff_t rows, float *y,
                                 ptrdiff_t stride, char *workspace) {
    switch (how) {
    case PLAIN: KIND(panels)(PLAIN, w, x, rows, y, stride, workspace); break;
    case ADD: KIND(panels)(ADD, w, x, rows, y, stride, workspace); break;
    case GELU: KIND(panels)(GELU, w, x, rows, y, stride, workspace); break;
    case ADD | GELU: KIND(panels)(ADD | GELU, w, x, rows, y, stride, workspace); break;
    }
}

#undef KIND
#undef TARGET
#undef ROWS
#undef SEPARATE
#undef DOT
