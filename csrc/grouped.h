/* The product with a grouped matrix for one instruction set. Included once for each, after defining:
 *   KIND(name)  prefixes the names of its functions,
 *   TARGET      the attribute that enables its instructions,
 *   ROWS        the rows of a tile,
 *   PANELS      the panels of a tile, if it takes more than one,
 *   SEPARATE    1 if a tile takes levels and q separately, 0 if it takes level · q,
 *   DOT         the dot product of four neighbouring bytes (unsigned by signed), added to eight 32-bit sums;
 *               if it is not defined, KIND(tile) must exist.
 */

#ifndef PANELS
#define PANELS 1
#endif

#ifdef DOT
TARGET INLINE void KIND(tile)(int rows, int panels, const uint8_t *a, ptrdiff_t inputs,
                              const int8_t *panel, const int16_t *level_pairs, __m256i sums[][2]) {
    (void)panels;
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
            IN_PLACE(s[r][0]);
            IN_PLACE(s[r][1]);
        }
    }
#pragma GCC unroll 8
    for (int r = 0; r < rows; r++) sums[r][0] = s[r][0], sums[r][1] = s[r][1];
}
#endif

TARGET INLINE void KIND(rows)(int rows, int panels, int how, const Grouped *w, ptrdiff_t n, const Rounded *x,
                              ptrdiff_t row, const int8_t *panel, const int16_t *level_pairs, const __m256i all[][2],
                              float *y, ptrdiff_t stride) {
    __m256i sums[ROWS * PANELS][2];
    KIND(tile)(rows, panels, x->bytes + row * w->inputs, w->inputs, panel, level_pairs, sums);
    for (int r = 0; r < rows; r++)
#pragma GCC unroll 2
        for (int i = 0; i < panels; i++)
            finish(how, w, n + i * PANEL, sums[r * panels + i], all[i], x->step[row + r], x->zero[row + r],
                   y + (row + r) * stride + n + i * PANEL);
}

/* All rows with `panels` panels from output n on, which are unpacked first. */
TARGET INLINE void KIND(panels)(int panels, int how, const Grouped *w, ptrdiff_t n, const Rounded *x, ptrdiff_t rows,
                                float *y, ptrdiff_t stride, char *workspace) {
    int8_t *panel = (int8_t *)workspace;
    int16_t *level_pairs = (int16_t *)(workspace + (ptrdiff_t)w->inputs * PANEL * PANELS);
    const uint8_t *ones = (const uint8_t *)(level_pairs + LEVEL_PAIRS * (w->inputs / GROUP));
    __m256i all[PANELS][2];
#pragma GCC unroll 2
    for (int i = 0; i < panels; i++)
        unpack(SEPARATE, w, n + i * PANEL, panel + (ptrdiff_t)i * PANEL * w->inputs, level_pairs);
    KIND(tile)(1, panels, ones, w->inputs, panel, level_pairs, all);
    ptrdiff_t row = 0;
#define TILES(ROWS_NOW)                                                                                         \
    for (; row + (ROWS_NOW) <= rows; row += (ROWS_NOW))                                                        \
    KIND(rows)(ROWS_NOW, panels, how, w, n, x, row, panel, level_pairs, all, y, stride)
    TILES(ROWS);
#if ROWS > 4
    TILES(4);
#endif
    TILES(1);
#undef TILES
}

TARGET INLINE void KIND(product)(int how, const Grouped *w, const Rounded *x, ptrdiff_t rows, float *y,
                                 ptrdiff_t stride, char *workspace) {
    const size_t before_ones = ((size_t)PANEL * PANELS + sizeof(int16_t) * LEVEL_PAIRS / GROUP) * (size_t)w->inputs;
    memset(workspace + before_ones, 1, (size_t)w->inputs);
    ptrdiff_t n = 0;
    for (; n + PANELS * PANEL <= w->outputs; n += PANELS * PANEL)
        KIND(panels)(PANELS, how, w, n, x, rows, y, stride, workspace);
    if (PANELS > 1 && n < w->outputs) KIND(panels)(1, how, w, n, x, rows, y, stride, workspace);
}

TARGET static void KIND(grouped)(int how, const Grouped *w, const Rounded *x, ptrdiff_t rows, float *y,
                                 ptrdiff_t stride, char *workspace) {
    switch (how) {
    case PLAIN: KIND(product)(PLAIN, w, x, rows, y, stride, workspace); break;
    case ADD: KIND(product)(ADD, w, x, rows, y, stride, workspace); break;
    case GELU: KIND(product)(GELU, w, x, rows, y, stride, workspace); break;
    case ADD | GELU: KIND(product)(ADD | GELU, w, x, rows, y, stride, workspace); break;
    }
}

#undef KIND
#undef TARGET
#undef ROWS
#undef PANELS
#undef SEPARATE
#undef DOT
