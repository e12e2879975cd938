/* The small convolutional network, its batch normalizations folded into kernels and biases. */

#include "layers.h"

struct Weights {
    float kernel_1[5][5][1][8], bias_1[8];
    float kernel_2[3][3][8][16], bias_2[16];
    float kernel_3[3][3][16][32], bias_3[32];
    float kernel_4[288][10], bias_4[10];
};

void predict_in_c(const struct Weights *restrict w, const float *restrict input, float *restrict output) {
    static float a[24 * 24 * 8], b[12 * 12 * 8];
    convolution(w->kernel_1[0][0][0], w->bias_1, input, a, 28, 1, 5, 8);
    pooling(a, b, 24, 8);
    convolution(w->kernel_2[0][0][0], w->bias_2, b, a, 12, 8, 3, 16);
    pooling(a, b, 10, 16);
    convolution(w->kernel_3[0][0][0], w->bias_3, b, a, 5, 16, 3, 32);
    dense(w->kernel_4[0], w->bias_4, a, output, 288, 10, 0);
    softmax(output, 10);
}
