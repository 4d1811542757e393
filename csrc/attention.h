/* Attention for one width of registers. Included once for each, after defining:
 *   KIND(name)  prefixes the names of its functions,
 *   TARGET      the attribute that enables its instructions,
 *   QUERIES     the queries that are computed at a time,
 *   and KIND(logits), KIND(exponentials) and KIND(weigh_values), which give the same numbers in all kinds.
 */

/* One head of QUERIES queries; for the last few, the surplus results are discarded. */
TARGET INLINE void KIND(attend_queries)(int D, const Attention *attention, const Layout *workspace, ptrdiff_t query, ptrdiff_t head, ptrdiff_t width) {
    const float *q[QUERIES];
    float *y[QUERIES], scale[QUERIES], spare[MAX_HEAD_WIDTH];
#pragma GCC unroll 12
    for (int r = 0; r < QUERIES; r++) {
        const int real = query + r < attention->queries;
        q[r] = attention->q + (real ? query + r : query) * attention->stride + head * D;
        y[r] = real ? attention->y + (query + r) * width + head * D : spare;
    }
    const float *distance = attention->distance ? attention->distance + head * attention->distance_stride - query : NULL;
    KIND(logits)(D, q, distance, workspace);
#pragma GCC unroll 12
    for (int r = 0; r < QUERIES; r++) {
        float *weights = workspace->weights + r * workspace->columns;
        const float sum = KIND(exponentials)(weights, workspace->seen);
        scale[r] = 1.0f / sum;
        if (workspace->columns > workspace->seen) {
            const ptrdiff_t rest = workspace->columns - workspace->seen;
            const float share = sum / KIND(exponentials)(weights + workspace->seen, rest);
            for (ptrdiff_t i = 0; i < rest; i++) weights[workspace->seen + i] *= share;
        }
    }
    KIND(weigh_values)(D, workspace, scale, y);
}

TARGET INLINE void KIND(attend_all_heads)(int D, const Attention *attention, ptrdiff_t heads, float *memory) {
    const Layout workspace = lay_out(attention, D, memory);
    const ptrdiff_t width = heads * D;
    for (ptrdiff_t head = 0; head < heads; head++) {
        const ptrdiff_t at = head * D;
        copy_columns(D, attention->k + at, attention->v + at, attention->stride, attention->keys, &workspace, 0);
        copy_columns(D, attention->k_global + at, attention->v_global + at, width, attention->globals, &workspace, attention->keys);
        copy_columns(D, attention->k_read + at, attention->v_read + at, width, attention->read, &workspace, workspace.seen);
        for (ptrdiff_t query = 0; query < attention->queries; query += QUERIES)
            KIND(attend_queries)(D, attention, &workspace, query, head, width);
        if (attention->q_global) global_queries(D, attention, &workspace, head, heads);
    }
}

TARGET static void KIND(attend)(const Attention *attention, int32_t heads, int32_t head_width, float *workspace) {
    switch (head_width) {
    case 8: KIND(attend_all_heads)(8, attention, heads, workspace); break;
    case 16: KIND(attend_all_heads)(16, attention, heads, workspace); break;
    case 32: KIND(attend_all_heads)(32, attention, heads, workspace); break;
    case 64: KIND(attend_all_heads)(64, attention, heads, workspace); break;
    }
}

#undef KIND
#undef TARGET
#undef QUERIES
