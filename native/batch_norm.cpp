#include "batch_norm.h"

#include <algorithm>
#include <cmath>

#include "conv_pool_tensors.h"

namespace skeptic {

using at::Tensor;

bool is_plain_norm(const NormTensors& norm, int64_t channels) {
    for (const Tensor& t : {norm.weight, norm.bias, norm.running_mean, norm.running_variance})
        if (!t.defined() || !is_plain_float(t) || t.dim() != 1 || t.size(0) != channels || !t.is_contiguous()) return false;
    return true;
}

Tensor library_norm(const Tensor& input, const NormTensors& norm, bool training, bool move) {
    const bool given = move || !training;
    return at::batch_norm(input, norm.weight, norm.bias, given ? norm.running_mean : Tensor(), given ? norm.running_variance : Tensor(),
                          training, norm.momentum, norm.epsilon, true);
}

Moments combine(const float* mean, const float* squares, int64_t parts, int64_t channels, int64_t stride, int64_t count) {
    Moments moments{std::vector<double>(channels), std::vector<double>(channels), static_cast<double>(parts) * static_cast<double>(count)};
    for (int64_t p = 0; p < parts; ++p)
        for (int64_t c = 0; c < channels; ++c) moments.mean[c] += static_cast<double>(mean[p * stride + c]);
    for (double& m : moments.mean) m /= static_cast<double>(parts);
    for (int64_t p = 0; p < parts; ++p)
        for (int64_t c = 0; c < channels; ++c) {
            const double apart = static_cast<double>(mean[p * stride + c]) - moments.mean[c];
            moments.variance[c] += static_cast<double>(squares[p * stride + c]) + static_cast<double>(count) * apart * apart;
        }
    for (double& v : moments.variance) v /= moments.count;
    return moments;
}

void move_running(const NormTensors& norm, const Moments& moments, const Tensor& offset) {
    const double unbiased = moments.count / (moments.count - 1);
    float *mean = norm.running_mean.data_ptr<float>(), *variance = norm.running_variance.data_ptr<float>();
    const Tensor dense_offset = offset.defined() ? offset.detach().contiguous() : offset;
    for (size_t c = 0; c < moments.mean.size(); ++c) {
        const double shift = offset.defined() ? static_cast<double>(dense_offset.data_ptr<float>()[c]) : 0;
        const auto moved = [&](float old, double now) {
            return static_cast<float>(norm.momentum * now + (1 - norm.momentum) * static_cast<double>(old));
        };
        mean[c] = moved(mean[c], moments.mean[c] + shift);
        variance[c] = moved(variance[c], moments.variance[c] * unbiased);
    }
    norm.running_mean.unsafeGetTensorImpl()->bump_version();
    norm.running_variance.unsafeGetTensorImpl()->bump_version();
}

namespace {

void fill(const Rows& rows, const NormTensors& norm, int64_t c, double mean, double deviation) {
    const double scale = static_cast<double>(norm.weight.data_ptr<float>()[c]) / deviation;
    rows[0][c] = static_cast<float>(scale);
    rows[1][c] = static_cast<float>(static_cast<double>(norm.bias.data_ptr<float>()[c]) - mean * scale);
}

}  // namespace

Rows affine_of(const NormTensors& norm, const Moments& moments, int64_t padded_channels) {
    const Rows rows(4, padded_channels);
    for (size_t c = 0; c < moments.mean.size(); ++c) {
        const double deviation = std::sqrt(moments.variance[c] + norm.epsilon);
        fill(rows, norm, static_cast<int64_t>(c), moments.mean[c], deviation);
        rows[2][c] = static_cast<float>(moments.mean[c]);
        rows[3][c] = static_cast<float>(1 / deviation);
    }
    return rows;
}

Rows running_affine(const NormTensors& norm, int64_t padded_channels) {
    const Rows rows(2, padded_channels);
    for (int64_t c = 0; c < norm.weight.size(0); ++c)
        fill(rows, norm, c, static_cast<double>(norm.running_mean.data_ptr<float>()[c]),
             std::sqrt(static_cast<double>(norm.running_variance.data_ptr<float>()[c]) + norm.epsilon));
    return rows;
}

NormBackward norm_backward(const Rows& affine, const float* sums, const float* products, int64_t parts, int64_t channels, int64_t stride,
                           double count) {
    std::vector<double> sum(channels), product(channels);
    for (int64_t p = 0; p < parts; ++p)
        for (int64_t c = 0; c < channels; ++c) {
            sum[c] += static_cast<double>(sums[p * stride + c]);
            product[c] += static_cast<double>(products[p * stride + c]);
        }
    NormBackward back{at::empty({channels}, at::kFloat), at::empty({channels}, at::kFloat), Rows(3, affine.tensor.size(1))};
    for (int64_t c = 0; c < channels; ++c) {
        const double scale = static_cast<double>(affine[0][c]), mean = static_cast<double>(affine[2][c]);
        const double precision = static_cast<double>(affine[3][c]);
        const double slope = -scale * precision * precision * product[c] / count;
        back.grad_weight.data_ptr<float>()[c] = static_cast<float>(product[c] * precision);
        back.grad_bias.data_ptr<float>()[c] = static_cast<float>(sum[c]);
        back.rows[0][c] = affine[0][c];
        back.rows[1][c] = static_cast<float>(-scale * sum[c] / count - slope * mean);
        back.rows[2][c] = static_cast<float>(slope);
    }
    return back;
}

}  // namespace skeptic
