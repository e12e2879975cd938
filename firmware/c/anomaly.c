/* The anomaly detector of MLPerf Tiny. */

#include "layers.h"

struct Weights {
    float kernel_0[640][128], bias_0[128];
    float kernel_1[128][128], bias_1[128];
    float kernel_2[128][128], bias_2[128];
    float kernel_3[128][128], bias_3[128];
    float kernel_4[128][8], bias_4[8];
    float kernel_5[8][128], bias_5[128];
    float kernel_6[128][128], bias_6[128];
    float kernel_7[128][128], bias_7[128];
    float kernel_8[128][128], bias_8[128];
    float kernel_9[128][640], bias_9[640];
};

void predict_in_c(const struct Weights *restrict w, const float *restrict input, float *restrict output) {
    static float a[128], b[128];
    dense(w->kernel_0[0], w->bias_0, input, a, 640, 128, 1);
    dense(w->kernel_1[0], w->bias_1, a, b, 128, 128, 1);
    dense(w->kernel_2[0], w->bias_2, b, a, 128, 128, 1);
    dense(w->kernel_3[0], w->bias_3, a, b, 128, 128, 1);
    dense(w->kernel_4[0], w->bias_4, b, a, 128, 8, 1);
    dense(w->kernel_5[0], w->bias_5, a, b, 8, 128, 1);
    dense(w->kernel_6[0], w->bias_6, b, a, 128, 128, 1);
    dense(w->kernel_7[0], w->bias_7, a, b, 128, 128, 1);
    dense(w->kernel_8[0], w->bias_8, b, a, 128, 128, 1);
    dense(w->kernel_9[0], w->bias_9, a, output, 128, 640, 0);
}
