/* A matrix product with its epilogue for one instruction set. Included once for each, after defining:
 *   KIND(name)  prefixes the names of its functions,
 *   TARGET      the attribute that enables its instructions,
 *   ROWS        rows of a tile,
 *   PANELS      panels of a tile, if it takes more than one,
 *   DOT         the dot product of four neighbouring bytes (unsigned by signed), added to eight 32-bit sums;
 *               if it is not defined, KIND(tile) must exist.
 */

#ifndef PANELS
#define PANELS 1
#endif

#ifdef DOT
/* Sums of `rows` (at most ROWS) rows with one panel. */
TARGET INLINE void KIND(tile)(int rows, int panels, const uint8_t *a, ptrdiff_t inputs, const int8_t *panel,
                              __m256i sums[][2]) {
    (void)panels;
    __m256i s[ROWS][2];
#pragma GCC unroll 8
    for (int r = 0; r < rows; r++) s[r][0] = s[r][1] = _mm256_setzero_si256();
    for (ptrdiff_t k = 0; k < inputs; k += TOGETHER, panel += PANEL * TOGETHER) {
#pragma GCC unroll 8
        for (int f = 0; f < STEPS; f++) {
            const __m256i w0 = _mm256_loadu_si256((const __m256i *)(panel + f * 64));
            const __m256i w1 = _mm256_loadu_si256((const __m256i *)(panel + f * 64 + 32));
#pragma GCC unroll 8
            for (int r = 0; r < rows; r++) {
                const __m256i x = four_bytes(a + r * inputs + k + 4 * f);
                s[r][0] = DOT(s[r][0], x, w0);
                s[r][1] = DOT(s[r][1], x, w1);
                IN_PLACE(s[r][0]);
                IN_PLACE(s[r][1]);
            }
        }
    }
#pragma GCC unroll 8
    for (int r = 0; r < rows; r++) sums[r][0] = s[r][0], sums[r][1] = s[r][1];
}
#endif

TARGET INLINE void KIND(rows)(int rows, int panels, int how, const Product *p, const uint8_t *bytes, ptrdiff_t n,
                              const Product *next, float *y, uint8_t *y_bytes, ptrdiff_t stride) {
    __m256i sums[ROWS * PANELS][2];
    KIND(tile)(rows, panels, bytes, p->inputs, p->panels + n * p->inputs, sums);
    for (int r = 0; r < rows; r++, y += stride, y_bytes += stride)
#pragma GCC unroll 2
        for (int i = 0; i < panels; i++)
            finish(how, p, next, n + i * PANEL, sums[r * panels + i], y + n + i * PANEL, y_bytes + n + i * PANEL);
}

/* All rows with `panels` panels from output n on. */
TARGET INLINE void KIND(panels)(int panels, int how, const Product *p, const uint8_t *bytes, ptrdiff_t rows, ptrdiff_t n,
                                const Product *next, float *y, uint8_t *y_bytes, ptrdiff_t stride) {
    ptrdiff_t row = 0;
#define TILES(ROWS_NOW)                                                                                           \
    for (; row + (ROWS_NOW) <= rows; row += (ROWS_NOW))                                                          \
    KIND(rows)(ROWS_NOW, panels, how, p, bytes + row * p->inputs, n, next, y + row * stride, y_bytes + row * stride, \
               stride)
    TILES(ROWS);
#if ROWS > 4
    TILES(4);
#endif
#if ROWS > 2
    TILES(2);
#endif
    TILES(1);
#undef TILES
}

TARGET INLINE void KIND(product)(int how, const Product *p, const uint8_t *bytes, ptrdiff_t rows,
                                 const Product *next, float *y, uint8_t *y_bytes, ptrdiff_t stride) {
    ptrdiff_t n = 0;
    for (; n + PANELS * PANEL <= p->outputs; n += PANELS * PANEL)
        KIND(panels)(PANELS, how, p, bytes, rows, n, next, y, y_bytes, stride);
    if (PANELS > 1 && n < p->outputs) KIND(panels)(1, how, p, bytes, rows, n, next, y, y_bytes, stride);
}

TARGET static void KIND(multiply)(int how, const Product *p, const uint8_t *bytes, ptrdiff_t rows,
                                  const Product *next, float *y, uint8_t *y_bytes, ptrdiff_t stride) {
    switch (how) {
    case PLAIN: KIND(product)(PLAIN, p, bytes, rows, next, y, y_bytes, stride); break;
    case ADD: KIND(product)(ADD, p, bytes, rows, next, y, y_bytes, stride); break;
    case GELU: KIND(product)(GELU, p, bytes, rows, next, y, y_bytes, stride); break;
    }
}

#undef KIND
#undef TARGET
#undef ROWS
#undef PANELS
#undef DOT
