using Skeptic.Torch.Operators;

namespace Skeptic.Torch.Tests.OwnOperators;

/// <summary>Rows of bytes, picked and normalised a channel at a time.</summary>
public class GatherImagesTests
{
    private static readonly Operator s_gather = new("skeptic::gather_images");

    [Fact]
    public void The_fast_path_has_the_bits_of_the_librarys_operators()
    {
        using var scope = Scope.Open();
        var images = Images();
        Tensor index = Tensor.From([4L, 0, 4, 2]), scale = Tensor.From([0.0123f, 1f, -3f]), shift = Tensor.From([0.7f, 0f, 5.3f]);
        var strided = images.Transpose(0, 1).Contiguous().Transpose(0, 1);
        var fast = s_gather.Call(images, index, scale, shift);
        Assert.Equal([4, 3, 2, 5], fast.Shape.ToArray());
        Assert.Equal(s_gather.Call(strided, index, scale, shift).Contiguous().ToArray<float>(), fast.ToArray<float>());
        Assert.Equal(images.ToArray<byte>()[4 * 30] * 0.0123f + 0.7f, fast.ToArray<float>()[0]);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(-1)]
    public void A_position_outside_is_an_error(long position)
    {
        using var scope = Scope.Open();
        var e = Assert.Throws<EngineException>(() =>
            s_gather.Call(Images(), Tensor.From([position]), Tensor.From([1f, 1, 1]), Tensor.From([0f, 0, 0])));
        Assert.Contains($"index {position} of 5 images", e.Message);
    }

    [Fact]
    public void Scale_and_shift_hold_one_number_a_channel()
    {
        using var scope = Scope.Open();
        var e = Assert.Throws<EngineException>(() => s_gather.Call(Images(), Tensor.From([0L]), Tensor.From([1f]), Tensor.From([0f])));
        Assert.Contains("one number for each of 3 channels", e.Message);
    }

    private static Tensor Images() => Tensor.From<byte>([.. Enumerable.Range(0, 5 * 3 * 2 * 5).Select(i => (byte)(i * 37))], [5, 3, 2, 5]);
}
