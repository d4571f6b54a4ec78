// The stem's way and the folded one: conv_relu_pool's kernels with scaled weights.
#include <ATen/Parallel.h>

#include <algorithm>

#include "conv_norm_tensors.h"

namespace skeptic {

using at::Tensor;
using torch::autograd::variable_list;

namespace {

// weight[oc] * scale[oc]
Tensor scaled(const Tensor& weight, const float* scale) {
    Tensor result = at::empty(weight.sizes(), weight.options());
    const int64_t outputs = weight.size(0), taps = weight.numel() / outputs;
    const float* from = weight.data_ptr<float>();
    float* to = result.data_ptr<float>();
    for (int64_t oc = 0; oc < outputs; ++oc)
        for (int64_t t = 0; t < taps; ++t) to[oc * taps + t] = from[oc * taps + t] * scale[oc];
    return result;
}

// Row 0: the mean window m. Rows behind: the covariance C of its values. Of all positions of the convolution's output.
Tensor window_statistics(const ConvPoolShape& s, const Tensor& input) {
    const ConvNormKernels& k = conv_pool_kernels().norm;
    const int64_t images = input.size(0), in_size = s.in_channels * s.height * s.width, parts = (images + images_per_part - 1) / images_per_part;
    const int64_t window = s.in_channels * s.kernel * s.kernel, rows = 1 + window, plane = s.padded_height * s.padded_width;
    const Correlation c{s.in_channels, s.padded_height, s.padded_width, s.kernel, s.padded_height - s.kernel + 1,
                        s.padded_width - s.kernel + 1, 0};
    const float* from = input.data_ptr<float>();

    // Values are taken from near their mean, so that little is lost where that is far from zero.
    std::vector<float> centre(static_cast<size_t>(s.in_channels));
    for (int64_t ic = 0; ic < s.in_channels; ++ic) {
        double sum = 0;
        for (int64_t i = 0; i < s.height * s.width; ++i) sum += static_cast<double>(from[ic * s.height * s.width + i]);
        centre[static_cast<size_t>(ic)] = static_cast<float>(sum / static_cast<double>(s.height * s.width));
    }

    const Tensor sums = at::zeros({parts, rows, rows}, at::kDouble);
    at::parallel_for(0, parts, 1, [&](int64_t begin, int64_t end) {
        float* planes = scratch(s.in_channels * plane + 64);
        for (int64_t ic = 0; ic < s.in_channels; ++ic) std::fill_n(planes + ic * plane, plane, -centre[static_cast<size_t>(ic)]);
        for (int64_t part = begin; part < end; ++part)
            for (int64_t i = part * images_per_part; i < std::min(images, (part + 1) * images_per_part); ++i) {
                for (int64_t ic = 0; ic < s.in_channels; ++ic)
                    for (int64_t y = 0; y < s.height; ++y) {
                        const float* row = from + i * in_size + (ic * s.height + y) * s.width;
                        float* to = planes + ic * plane + (y + s.padding) * s.padded_width + s.padding;
                        for (int64_t x = 0; x < s.width; ++x) to[x] = row[x] - centre[static_cast<size_t>(ic)];
                    }
                k.window_products(c, planes, sums.data_ptr<double>() + part * rows * rows);
            }
    });

    const Tensor statistics = sums.sum(0);
    double* found = statistics.data_ptr<double>();
    const double count = found[0];
    for (int64_t j = 1; j < rows; ++j) found[j] /= count;
    for (int64_t i = 1; i < rows; ++i) {
        for (int64_t j = i; j < rows; ++j) found[i * rows + j] = found[i * rows + j] / count - found[i] * found[j];
        for (int64_t j = 1; j < i; ++j) found[i * rows + j] = found[j * rows + i];
    }
    for (int64_t r = 0; r < window; ++r) found[1 + r] += static_cast<double>(centre[static_cast<size_t>(r / (s.kernel * s.kernel))]);
    return statistics;
}

// C w, and what it is multiplied with.
std::vector<double> spread(const Tensor& statistics, const float* weight, int64_t window) {
    std::vector<double> product(static_cast<size_t>(window));
    const double* found = statistics.data_ptr<double>();
    for (int64_t i = 0; i < window; ++i)
        for (int64_t j = 0; j < window; ++j)
            product[static_cast<size_t>(i)] += found[(1 + i) * (1 + window) + 1 + j] * static_cast<double>(weight[j]);
    return product;
}

}  // namespace

Tensor folded_forward(const ConvPoolShape& s, const Tensor& input, const Tensor& weight, const Tensor& bias, const NormTensors& norm) {
    const Rows affine = running_affine(norm, s.out_channels);
    const Tensor shift = at::empty({s.out_channels}, weight.options()), dense_bias = bias.contiguous();
    for (int64_t oc = 0; oc < s.out_channels; ++oc)
        shift.data_ptr<float>()[oc] = affine[1][oc] + affine[0][oc] * dense_bias.data_ptr<float>()[oc];
    return conv_forward(s, input, scaled(weight, affine[0]), shift, false).first;
}

ConvNormOutput stem_forward(const ConvPoolShape& s, const Tensor& input, const Tensor& weight, const Tensor& bias, const NormTensors& norm,
                            bool for_backward) {
    const Tensor statistics = window_statistics(s, input);
    const int64_t window = weight.numel() / s.out_channels;
    const double* found = statistics.data_ptr<double>();
    Moments moments{{}, {}, found[0]};
    for (int64_t oc = 0; oc < s.out_channels; ++oc) {
        const float* w = weight.data_ptr<float>() + oc * window;
        const std::vector<double> product = spread(statistics, w, window);
        double mean = 0, variance = 0;
        for (int64_t r = 0; r < window; ++r) {
            mean += found[1 + r] * static_cast<double>(w[r]);
            variance += product[static_cast<size_t>(r)] * static_cast<double>(w[r]);
        }
        moments.mean.push_back(mean);
        moments.variance.push_back(variance < 0 ? 0 : variance);
    }
    const Rows affine = affine_of(norm, moments, s.out_channels);
    move_running(norm, moments, bias);
    const Tensor shift = at::from_blob(affine[1], {s.out_channels}, at::kFloat);
    auto [output, codes] = conv_forward(s, input, scaled(weight, affine[0]), shift, for_backward);
    return {output, codes, affine.tensor, statistics};
}

variable_list stem_backward(const ConvPoolShape& s, const Tensor& input, const Tensor& weight, const ConvNormOutput& out,
                            const Tensor& grad_output) {
    // Sums over the winners of gradient times window, and of the gradient.
    const variable_list at_winners = conv_backward(s, input, weight, out.codes, grad_output, false, true);
    const Rows affine(out.affine);
    const int64_t window = weight.numel() / s.out_channels;
    const double* mean_window = out.kept.data_ptr<double>() + 1;
    Tensor grad_weight = at_winners[1], grad_norm = at::empty({s.out_channels}, weight.options());
    for (int64_t oc = 0; oc < s.out_channels; ++oc) {
        const float* w = weight.data_ptr<float>() + oc * window;
        float* grad = grad_weight.data_ptr<float>() + oc * window;
        const double sum = static_cast<double>(at_winners[2].data_ptr<float>()[oc]);
        const double scale = static_cast<double>(affine[0][oc]), precision = static_cast<double>(affine[3][oc]);
        double product = 0;
        for (int64_t r = 0; r < window; ++r) product += static_cast<double>(w[r]) * (static_cast<double>(grad[r]) - sum * mean_window[r]);
        const double norm_gradient = product * precision;
        const std::vector<double> through = spread(out.kept, w, window);
        for (int64_t r = 0; r < window; ++r)
            grad[r] = static_cast<float>(scale * (static_cast<double>(grad[r]) - sum * mean_window[r] -
                                                  norm_gradient * precision * through[static_cast<size_t>(r)]));
        grad_norm.data_ptr<float>()[oc] = static_cast<float>(norm_gradient);
    }
    return {Tensor(), grad_weight, at::zeros({s.out_channels}, weight.options()), grad_norm, at_winners[2]};
}

}  // namespace skeptic
