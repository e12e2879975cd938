/* Layers as plain loops: output by output, each a sum over the inputs, with the weights in the order of the file. They are inlined with
 * sizes that are constants. Images are height, width, channels. */

#include <math.h>

#define LAYER static inline __attribute__((always_inline))

LAYER float relu(float x) { return x > 0.0f ? x : 0.0f; }

/* output[o] = sum over i of input[i] * kernel[i][o], plus bias[o] */
LAYER void dense(const float *restrict kernel, const float *restrict bias, const float *restrict input,
                 float *restrict output, int inputs, int units, int rectified) {
    for (int o = 0; o < units; o++) {
        float sum = 0.0f;
        for (int i = 0; i < inputs; i++)
            sum += input[i] * kernel[i * units + o];
        sum += bias[o];
        output[o] = rectified ? relu(sum) : sum;
    }
}

/* A convolution of a square image with a square kernel [y][x][channel][filter], without padding, and a rectifier behind it. */
LAYER void convolution(const float *restrict kernel, const float *restrict bias, const float *restrict input,
                       float *restrict output, int size, int channels, int window, int filters) {
    int places = size - window + 1;
    for (int y = 0; y < places; y++)
        for (int x = 0; x < places; x++)
            for (int f = 0; f < filters; f++) {
                float sum = 0.0f;
                for (int v = 0; v < window; v++)
                    for (int u = 0; u < window; u++)
                        for (int c = 0; c < channels; c++)
                            sum += input[((y + v) * size + x + u) * channels + c] *
                                   kernel[((v * window + u) * channels + c) * filters + f];
                output[(y * places + x) * filters + f] = relu(sum + bias[f]);
            }
}

/* The largest of each 2 x 2 elements. */
LAYER void pooling(const float *restrict input, float *restrict output, int size, int channels) {
    int places = size / 2;
    for (int y = 0; y < places; y++)
        for (int x = 0; x < places; x++)
            for (int c = 0; c < channels; c++) {
                float most = input[(2 * y * size + 2 * x) * channels + c];
                for (int v = 0; v < 2; v++)
                    for (int u = 0; u < 2; u++) {
                        float element = input[((2 * y + v) * size + 2 * x + u) * channels + c];
                        most = element > most ? element : most;
                    }
                output[(y * places + x) * channels + c] = most;
            }
}

/* exp(x) / sum of exp(x), in place. */
LAYER void softmax(float *values, int count) {
    float most = values[0];
    for (int i = 1; i < count; i++)
        most = values[i] > most ? values[i] : most;
    float sum = 0.0f;
    for (int i = 0; i < count; i++) {
        values[i] = expf(values[i] - most);
        sum += values[i];
    }
    for (int i = 0; i < count; i++)
        values[i] /= sum;
}
