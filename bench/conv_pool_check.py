"""Checks skeptic::conv_relu_pool, relu_pool, max_pool2, conv_norm_relu_pool and batch_norm_relu_pool against PyTorch's own operators.

    python3 bench/conv_pool_check.py LIBRARY          every variant that this processor has
    python3 bench/conv_pool_check.py LIBRARY NAME     one of avx512, avx2, portable

LIBRARY is the shared object with Skeptic's operators. Exits with 1 if anything differs.
"""
import itertools
import os
import subprocess
import sys
import threading

library = sys.argv[1]
if len(sys.argv) == 2:
    flags = open("/proc/cpuinfo").read() if os.path.exists("/proc/cpuinfo") else ""
    variants = ["portable"] + [v for v, f in (("avx2", " avx2 "), ("avx512", " avx512vl ")) if f in flags]
    sys.exit(max(subprocess.call([sys.executable, __file__, library, v]) for v in variants))
os.environ["SKEPTIC_CPU_KERNELS"] = sys.argv[2]

import torch  # noqa: E402
import torch.nn.functional as F  # noqa: E402

torch.ops.load_library(library)
torch.set_num_threads(1)
ours = torch.ops.skeptic
failures = []


def check(name, condition):
    if not condition:
        failures.append(name)
        print("FAIL", name)


def close(a, b, tolerance=1e-5):
    """Largest difference within `tolerance` of the largest value (or of 1: sums of normal numbers cancel), NaN in the same places."""
    if a.shape != b.shape or a.dtype != b.dtype or not torch.equal(torch.isnan(a), torch.isnan(b)):
        return False
    if a.numel() == 0:
        return True
    a, b = torch.nan_to_num(a.double()), torch.nan_to_num(b.double())
    return (a - b).abs().max() <= tolerance * max(b.abs().max(), 1)


def library_conv(x, w, b, p):
    return F.max_pool2d(F.relu(F.conv2d(x, w, b, padding=p)), 2)


def library_pool(x):
    return F.max_pool2d(F.relu(x), 2)


POOLS = (("relu_pool", ours.relu_pool, library_pool), ("max_pool2", ours.max_pool2, lambda t: F.max_pool2d(t, 2)))


def gradients(function, inputs, needed, seed=0):
    leaves = [t.detach().clone(memory_format=torch.preserve_format).requires_grad_(n) for t, n in zip(inputs, needed)]
    out = function(*leaves)
    g = torch.Generator().manual_seed(seed)
    out.backward(torch.randn(out.shape, generator=g).to(out.dtype))
    return [out.detach()] + [t.grad for t in leaves]


def conv_case(batch, ic, oc, k, p, h, w, needed=(True, True, True), layout=lambda t: t):
    name = f"conv n{batch} {ic}->{oc} k{k} p{p} {h}x{w} {needed}"
    x, weight, bias = torch.randn(batch, ic, h, w), torch.randn(oc, ic, k, k) / (ic * k * k) ** 0.5, torch.randn(oc) / 4
    x = layout(x)
    mine = gradients(lambda a, b, c: ours.conv_relu_pool(a, b, c, p), (x, weight, bias), needed)
    # The reference in double: where float32 rounding decides a near tie, both winners are right, so the data avoid them.
    theirs = gradients(lambda a, b, c: library_conv(a, b, c, p), (x.double(), weight.double(), bias.double()), needed)
    for part, m, t in zip(("output", "input", "weight", "bias"), mine, theirs):
        check(f"{name}: {part}", (m is None) == (t is None) and (m is None or close(m, t.float())))
    with torch.no_grad():
        check(f"{name}: no grad", torch.equal(ours.conv_relu_pool(x, weight, bias, p), mine[0]))


def values_and_gradients():
    torch.manual_seed(1)
    conv_case(32, 1, 6, 5, 2, 28, 28, (False, True, True))
    conv_case(32, 1, 6, 5, 2, 28, 28)
    conv_case(32, 6, 16, 5, 0, 14, 14)
    for k, p, (h, w) in itertools.product((3, 5), (0, 1, 2, 3), ((14, 14), (9, 11), (12, 7), (6, 37))):
        conv_case(2, 3, 5, k, p, h, w)
    for ic, oc, k in itertools.product((1, 2, 6, 8, 11), (1, 2, 7, 8, 9, 16, 17, 33), (3, 5)):
        conv_case(3, ic, oc, k, 1, 11, 10)
    for width in range(5, 45):
        conv_case(1, 2, 3, 3, 1, 6, width)
        conv_case(1, 3, 16, 5, 2, 5, width)
    conv_case(9, 32, 64, 3, 1, 14, 14)
    conv_case(2, 64, 40, 5, 2, 8, 8)
    conv_case(17, 3, 32, 3, 1, 32, 32)
    for needed in itertools.product((True, False), repeat=3):
        if any(needed):
            conv_case(5, 3, 6, 5, 0, 13, 14, needed)
    conv_case(4, 6, 16, 5, 0, 14, 14, layout=lambda t: t.contiguous(memory_format=torch.channels_last))
    conv_case(4, 6, 16, 5, 0, 14, 14, layout=lambda t: t.transpose(2, 3))


def pools():
    torch.manual_seed(2)
    # Whole numbers give many ties and zeros; PyTorch's winner must be ours, bit for bit.
    shapes = [(2, 3, 28, 28), (1, 1, 2, 2), (3, 2, 7, 9), (2, 5, 14, 14), (1, 4, 3, 70), (65, 3, 4, 5)]
    for n, c, h, w in shapes + [(1, 2, 4, width) for width in range(2, 70)]:
        x = torch.randint(-3, 4, (n, c, h, w)).float()
        for name, mine, theirs in POOLS:
            a, b = gradients(mine, (x,), (True,)), gradients(theirs, (x,), (True,))
            check(f"{name} {tuple(x.shape)}", torch.equal(a[0], b[0]) and torch.equal(a[1], b[1]))
            with torch.no_grad():
                check(f"{name} {tuple(x.shape)} no grad", torch.equal(mine(x), b[0]))
        strange = x.clone()
        strange[torch.rand(x.shape) < 0.1] = float("nan")
        strange[torch.rand(x.shape) < 0.1] = float("-inf")
        for name, mine, theirs in POOLS:
            a, b = gradients(mine, (strange,), (True,)), gradients(theirs, (strange,), (True,))
            check(f"{name} {tuple(x.shape)} NaN", close(a[0], b[0], 0) and close(a[1], b[1], 0))
    slanted = torch.randn(3, 4, 10, 12).transpose(2, 3)
    check("relu_pool transposed", torch.equal(ours.relu_pool(slanted), library_pool(slanted)))
    for name, mine, theirs in POOLS:
        a, b = (gradients(lambda t: f(t) * 2, (slanted,), (True,)) for f in (mine, theirs))
        check(f"{name} transposed gradient", torch.equal(a[1], b[1]))


def special():
    torch.manual_seed(3)
    # Ties and dead cells in the convolution: whole numbers are exact in float32, whatever the order of sums.
    for ic, oc, k in ((1, 6, 5), (6, 16, 5), (2, 7, 3)):
        x, w, b = (torch.randint(-1, 2, s).float() for s in ((6, ic, 14, 14), (oc, ic, k, k), (oc,)))
        for p in (0, 2):
            a = gradients(lambda *t: ours.conv_relu_pool(*t, p), (x, w, b), (True,) * 3)
            c = gradients(lambda *t: library_conv(*t, p), (x, w, b), (True,) * 3)
            check(f"ties {ic}->{oc} k{k} p{p}", torch.equal(a[0], c[0]) and all(close(m, t) for m, t in zip(a, c)))
    flat = torch.ones(2, 1, 8, 8), torch.ones(3, 1, 3, 3), torch.full((3,), -9.0)
    flat = gradients(lambda *t: ours.conv_relu_pool(*t, 0), flat, (True,) * 3)
    check("a maximum of zero passes no gradient", all(t.abs().max() == 0 for t in flat))

    x, w, b = torch.randn(2, 3, 12, 12), torch.randn(6, 3, 5, 5), torch.randn(6)
    x[1, 2, 4, 5] = float("nan")
    check("NaN in the input reaches the output", close(ours.conv_relu_pool(x, w, b, 2), library_conv(x, w, b, 2)))
    b[3] = float("nan")
    check("NaN in the bias reaches the output", close(ours.conv_relu_pool(x, w, b, 2), library_conv(x, w, b, 2)))
    a = gradients(lambda *t: ours.conv_relu_pool(*t, 2), (x, w, b), (True,) * 3)
    c = gradients(lambda *t: library_conv(*t, 2), (x, w, b), (True,) * 3)
    check("NaN reaches the gradients", torch.isnan(a[2]).any() and close(a[1], c[1]) and close(a[3], c[3]))

    for shape in ((0, 3, 12, 12), (1, 3, 12, 12)):
        x, w, b = torch.randn(shape), torch.randn(6, 3, 5, 5), torch.randn(6)
        a = gradients(lambda *t: ours.conv_relu_pool(*t, 2), (x, w, b), (True,) * 3)
        c = gradients(lambda *t: library_conv(*t, 2), (x, w, b), (True,) * 3)
        check(f"batch {shape[0]}", all(close(m, t) for m, t in zip(a, c)))
        check(f"relu_pool batch {shape[0]}", ours.relu_pool(x).shape == (shape[0], 3, 6, 6))

    # Outside the fast kernels: rectangular kernel, kernel 7, double.
    for kh, kw in ((3, 5), (7, 7), (1, 1)):
        x, w, b = torch.randn(2, 3, 12, 12), torch.randn(4, 3, kh, kw), torch.randn(4)
        check(f"kernel {kh}x{kw}", torch.equal(ours.conv_relu_pool(x, w, b, 1), library_conv(x, w, b, 1)))
    x, w, b = (torch.randn(s, dtype=torch.double, requires_grad=True) for s in ((2, 2, 7, 8), (3, 2, 3, 3), (3,)))
    check("gradcheck conv_relu_pool", torch.autograd.gradcheck(lambda *t: ours.conv_relu_pool(*t, 1), (x, w, b)))
    check("gradcheck relu_pool", torch.autograd.gradcheck(ours.relu_pool, (x,)))
    check("gradcheck max_pool2", torch.autograd.gradcheck(ours.max_pool2, (x,)))


def second_order():
    def penalty(function, *tensors):
        leaves = [t.detach().clone().requires_grad_() for t in tensors]
        first = torch.autograd.grad((function(*leaves) ** 3).sum(), leaves, create_graph=True)
        return first, torch.autograd.grad(sum((g ** 2).sum() for g in first), leaves)

    torch.manual_seed(4)
    x, w, b = torch.randn(3, 2, 9, 11), torch.randn(4, 2, 3, 3), torch.randn(4)
    for name, mine, theirs, tensors in (
            ("conv", lambda *t: ours.conv_relu_pool(*t, 1), lambda *t: library_conv(*t, 1), (x, w, b)),
            ("relu_pool", ours.relu_pool, library_pool, (x,)),
            ("max_pool2", ours.max_pool2, lambda t: F.max_pool2d(t, 2), (x,))):
        a, c = penalty(mine, *tensors), penalty(theirs, *tensors)
        for order in (0, 1):
            check(f"{name}: gradients of order {order + 1}", all(close(m, t) for m, t in zip(a[order], c[order])))


def forward_mode():
    torch.manual_seed(6)
    x, w, b, tangent = torch.randn(2, 2, 8, 8), torch.randn(3, 2, 3, 3), torch.randn(3), torch.randn(2, 2, 8, 8)
    for name, mine, theirs in (("conv", lambda t: ours.conv_relu_pool(t, w, b, 1), lambda t: library_conv(t, w, b, 1)),
                               ("relu_pool", ours.relu_pool, library_pool)):
        with torch.autograd.forward_ad.dual_level():
            dual = torch.autograd.forward_ad.make_dual(x, tangent)
            a, c = (torch.autograd.forward_ad.unpack_dual(f(dual)).tangent for f in (mine, theirs))
            check(f"{name}: forward-mode gradient", a is not None and torch.equal(a, c))


def norm_of(kind, padding=1):
    """Ours and the library's, both of (input, [weight, bias,] norm weight, norm bias) with running statistics of their own."""
    def statistics(gamma):
        return torch.zeros_like(gamma), torch.ones_like(gamma)

    def library(*t):
        x = F.conv2d(*t[:3], padding=padding) if kind == "conv_norm" else t[0]
        return library_pool(F.batch_norm(x, *(s.detach() for s in statistics(t[-2])), t[-2], t[-1], True, 0.1, 1e-5))

    if kind == "conv_norm":
        return lambda *t: ours.conv_norm_relu_pool(*t, *statistics(t[-2].detach()), True, 0.1, 1e-5, padding), library
    return lambda *t: ours.batch_norm_relu_pool(*t, *statistics(t[-2].detach()), True, 0.1, 1e-5), library


def norm_tensors(kind, n, ic, oc, k, h, w):
    convolution = (torch.randn(oc, ic, k, k) / (ic * k * k) ** 0.5, torch.randn(oc)) if kind == "conv_norm" else ()
    channels = oc if convolution else ic
    return (torch.randn(n, ic, h, w) + 0.5, *convolution, torch.randn(channels), torch.randn(channels) / 2)


def norm_close(mine, theirs):
    """As `close` for outputs and gradients; the gradient of a convolution's bias is nothing but rounding."""
    return all((m is None) == (t is None) and (m is None or close(m, t.float(), 2e-5)) for m, t in zip(mine, theirs))


def norms():
    torch.manual_seed(7)
    for kind, n, ic, oc, k, h, w, p, needs_input in (
            ("conv_norm", 5, 1, 32, 3, 28, 28, 1, False), ("conv_norm", 9, 32, 64, 3, 14, 14, 1, True),
            ("conv_norm", 3, 3, 8, 3, 9, 11, 0, False), ("conv_norm", 2, 1, 6, 5, 8, 7, 2, False),
            ("conv_norm", 2, 32, 32, 5, 9, 12, 4, True), ("conv_norm", 3, 4, 6, 3, 8, 8, 1, True),
            ("norm", 5, 32, 0, 0, 28, 28, 0, True), ("norm", 3, 5, 0, 0, 8, 35, 0, True), ("norm", 3, 5, 0, 0, 9, 4, 0, False)):
        mine, theirs = norm_of(kind, p)
        tensors = norm_tensors(kind, n, ic, oc, k, h, w)
        needed = (needs_input,) + (True,) * (len(tensors) - 1)
        a, b = gradients(mine, tensors, needed), gradients(theirs, [t.double() for t in tensors], needed)
        check(f"{kind} n{n} {ic}->{oc} k{k} p{p} {h}x{w}", norm_close(a, b))
        for threads in (2, 3) if kind == "norm" or ic != 4 else ():  # four channels are the library's convolution
            torch.set_num_threads(threads)
            same = gradients(mine, tensors, needed)
            check(f"{kind} {ic}->{oc}: same bits with {threads} threads", all(m is t or torch.equal(m, t) for m, t in zip(same, a)))
            torch.set_num_threads(1)

    for kind, needs_input in (("conv_norm", False), ("norm", True)):
        mine, theirs = norm_of(kind)
        tensors = norm_tensors(kind, 3, 2, 4, 3, 8, 9)
        second = []
        for f in (mine, theirs):
            leaves = [t.detach().clone().requires_grad_(needs_input or i > 0) for i, t in enumerate(tensors)]
            wanted = [t for t in leaves if t.requires_grad]
            first = torch.autograd.grad((f(*leaves) ** 3).sum(), wanted, create_graph=True)
            found = torch.autograd.grad(sum((g ** 2).sum() for g in first), wanted)
            second.append([g for t, g in zip(wanted, found) if kind == "norm" or t is not leaves[2]])  # the bias: rounding
        check(f"{kind}: gradients of gradients", norm_close(*second))
        with torch.autograd.forward_ad.dual_level():
            duals = (torch.autograd.forward_ad.make_dual(tensors[0], torch.ones_like(tensors[0])), *tensors[1:])
            a, c = (torch.autograd.forward_ad.unpack_dual(f(*duals)).tangent for f in (mine, theirs))
            check(f"{kind}: forward-mode gradient", a is not None and torch.equal(a, c))
        x = tensors[0].contiguous(memory_format=torch.channels_last)
        check(f"{kind}: channels last", close(mine(x, *tensors[1:]), theirs(*tensors)))
        broken = tensors[0].clone()
        broken[0, 0, 0, 0] = float("nan")
        check(f"{kind}: NaN reaches the output", torch.isnan(mine(broken, *tensors[1:])).any())


def refusals():
    x, w, b = torch.randn(2, 3, 12, 12), torch.randn(4, 3, 5, 5), torch.randn(4)
    for words, call in (("input must be", lambda: ours.conv_relu_pool(x[0], w, b, 0)),
                        ("weight must be", lambda: ours.conv_relu_pool(x, w[0], b, 0)),
                        ("input channels", lambda: ours.conv_relu_pool(x, w[:, :2], b, 0)),
                        ("bias must be", lambda: ours.conv_relu_pool(x, w, b[:2], 0)),
                        ("padding must be", lambda: ours.conv_relu_pool(x, w, b, -1)),
                        ("one type", lambda: ours.conv_relu_pool(x.double(), w, b, 0)),
                        ("small", lambda: ours.conv_relu_pool(x[:, :, :5, :5], w, b, 0)),
                        ("small", lambda: ours.relu_pool(x[:, :, :1])),
                        ("input must be", lambda: ours.relu_pool(x[0]))):
        try:
            call()
            check(f"refuses: {words}", False)
        except RuntimeError as error:
            check(f"refuses: {words}: {error}", words in str(error))


def concurrency():
    torch.manual_seed(5)
    x, w, b = torch.randn(37, 6, 14, 14), torch.randn(16, 6, 5, 5) / 12, torch.randn(16) / 4
    run = lambda: gradients(lambda *t: ours.conv_relu_pool(*t, 0), (x, w, b), (True,) * 3)  # noqa: E731
    expected = run()
    for threads in (1, 2, 3):
        torch.set_num_threads(threads)
        check(f"same bits with {threads} threads", all(torch.equal(m, t) for m, t in zip(run(), expected)))
    torch.set_num_threads(1)
    wrong = []

    def work():
        for _ in range(50):
            if not all(torch.equal(m, t) for m, t in zip(run(), expected)):
                wrong.append(1)

    workers = [threading.Thread(target=work) for _ in range(2)]
    [t.start() for t in workers]
    [t.join() for t in workers]
    check("two trainings at once", not wrong)


for group in (values_and_gradients, pools, special, second_order, forward_mode, norms, refusals, concurrency):
    group()
print(f"{sys.argv[2]}: {'all checks passed' if not failures else str(len(failures)) + ' checks failed'}")
sys.exit(bool(failures))
