/* The offset of each field of the structures that Python passes, to detect a library built from other sources. */
#include "kernels.h"

typedef struct {
    const char *name;
    int64_t offset, bytes;
} Field;

#define FIELD(structure, field)                                                                                \
    { #structure "." #field, offsetof(structure, field), sizeof(((structure *)0)->field) }

static const Field FIELDS[] = {
    FIELD(Product, inputs), FIELD(Product, outputs), FIELD(Product, zero), FIELD(Product, panels),
    FIELD(Product, scale), FIELD(Product, offset), FIELD(Product, inverse_scale),
    FIELD(Layer, width), FIELD(Layer, heads), FIELD(Layer, inner), FIELD(Layer, chunk), FIELD(Layer, halo),
    FIELD(Layer, slots), FIELD(Layer, epsilon), FIELD(Layer, qkv), FIELD(Layer, out), FIELD(Layer, up),
    FIELD(Layer, down), FIELD(Layer, outliers), FIELD(Layer, outlier_up), FIELD(Layer, outlier_bias),
    FIELD(Layer, outlier_down), FIELD(Layer, attention_weight), FIELD(Layer, attention_bias),
    FIELD(Layer, weight), FIELD(Layer, bias), FIELD(Layer, pool), FIELD(Layer, pool_value),
    FIELD(Layer, pool_bias),
    FIELD(State, numbers), FIELD(State, is_half),
    FIELD(Segment, state), FIELD(Segment, before), FIELD(Segment, after), FIELD(Segment, first),
    FIELD(Segment, end), FIELD(Segment, tokens), FIELD(Segment, globals), FIELD(Segment, read),
    FIELD(Segment, q_global), FIELD(Segment, k_global), FIELD(Segment, v_global), FIELD(Segment, k_read),
    FIELD(Segment, v_read), FIELD(Segment, max_GH), FIELD(Segment, sum_GH), FIELD(Segment, attended_GE),
    FIELD(Segment, pooled),
    FIELD(Grouped, inputs), FIELD(Grouped, outputs), FIELD(Grouped, codes), FIELD(Grouped, levels),
    FIELD(Grouped, scale), FIELD(Grouped, bias),
    FIELD(Linear, matrix), FIELD(Linear, right), FIELD(Linear, left),
    FIELD(ReaderLayer, width), FIELD(ReaderLayer, heads), FIELD(ReaderLayer, inner), FIELD(ReaderLayer, rank),
    FIELD(ReaderLayer, epsilon), FIELD(ReaderLayer, qkv), FIELD(ReaderLayer, out), FIELD(ReaderLayer, up),
    FIELD(ReaderLayer, down), FIELD(ReaderLayer, attention_weight), FIELD(ReaderLayer, attention_bias),
    FIELD(ReaderLayer, weight), FIELD(ReaderLayer, bias),
    FIELD(Piece, starts), FIELD(Piece, rows), FIELD(Piece, first), FIELD(Piece, end), FIELD(Piece, x),
    FIELD(Piece, qkv), FIELD(Piece, next_qkv), FIELD(Piece, distance), FIELD(Piece, distance_stride),
    FIELD(Piece, distance_middle), FIELD(Piece, workspace),
};

/* All fields; `count` is set to their number. */
PUBLIC const Field *longdoc_fields(int64_t *count) {
    *count = sizeof(FIELDS) / sizeof(FIELDS[0]);
    return FIELDS;
}
