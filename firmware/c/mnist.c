/* The lecture's digit classifier. */

#include "layers.h"

struct Weights {
    float kernel_1[784][512], bias_1[512];
    float kernel_2[512][128], bias_2[128];
    float kernel_3[128][10], bias_3[10];
};

void predict_in_c(const struct Weights *restrict w, const float *restrict input, float *restrict output) {
    static float a[512], b[128];
    dense(w->kernel_1[0], w->bias_1, input, a, 784, 512, 1);
    dense(w->kernel_2[0], w->bias_2, a, b, 512, 128, 1);
    dense(w->kernel_3[0], w->bias_3, b, output, 128, 10, 0);
    softmax(output, 10);
}
