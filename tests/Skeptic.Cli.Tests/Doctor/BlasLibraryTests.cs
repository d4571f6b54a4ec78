using Skeptic.Cli.Doctor;

namespace Skeptic.Cli.Tests.Doctor;

public sealed class BlasLibraryTests
{
    [Theory]
    [InlineData("/usr/lib/x86_64-linux-gnu/openblas-openmp/libopenblasp-r0.3.21.so", "OpenBLAS", false)]
    [InlineData("/usr/lib/x86_64-linux-gnu/openblas-openmp/libblas.so.3", "OpenBLAS", false)]
    [InlineData("/usr/lib/x86_64-linux-gnu/blas/libblas.so.3.11.0", "reference BLAS", true)]
    [InlineData("/usr/lib64/libblas.so.3", "reference BLAS", true)]
    [InlineData("/opt/torch/lib/libmkl_core.so.2", "MKL", false)]
    public void The_blas_is_told_by_its_file(string file, string name, bool isReference) => Assert.Equal(
        new BlasLibrary(name, file, isReference),
        BlasLibrary.Of(["7f00-7f01 r-xp 00000000 08:01 12 /usr/lib/libc.so.6", $"7f02-7f03 r-xp 00000000 08:01 13 {file}", "7ffd-7ffe rw-p 00000000 00:00 0 [stack]"]));

    [Fact]
    public void OpenBLAS_wins_over_the_small_libblas_that_it_brings() => Assert.False(BlasLibrary.Of(
    [
        "1-2 r-xp 0 08:01 1 /usr/lib/x86_64-linux-gnu/libblas.so.3", "2-3 r-xp 0 08:01 2 /usr/lib/x86_64-linux-gnu/libopenblas.so.0",
    ]).IsReference);

    [Fact]
    public void Without_a_file_of_its_own_the_blas_is_part_of_libtorch() =>
        Assert.Equal(new BlasLibrary("built into libtorch", null, false), BlasLibrary.Of(["1-2 r-xp 0 08:01 1 /opt/torch/lib/libtorch_cpu.so"]));
}
