using System.Text.Json.Nodes;
using Skeptic.Augmentation;
using Skeptic.Torch;

namespace Skeptic.Tests;

/// <summary>Every operation without its random numbers, next to Pillow's: numbers by tools/golden/make_augmentation.py.</summary>
public sealed class PillowTests
{
    private static readonly JsonNode s_golden = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Augmentation", "augmentation.json")))!;

    public static TheoryData<int, string> Cases
    {
        get
        {
            var cases = new TheoryData<int, string>();
            foreach (var (golden, i) in s_golden["cases"]!.AsArray().Select((golden, i) => (golden, i)))
                cases.Add(i, $"{golden!["operation"]} {golden["image"]} {string.Join(' ', golden["numbers"]!.AsArray())}");
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Operations_agree_with_Pillow(int number, string name)
    {
        using var scope = Scope.Open();
        var golden = s_golden["cases"]![number]!;
        var given = s_golden["images"]![(string)golden["image"]!]!;
        var (operation, numbers) = ((string)golden["operation"]!, golden["numbers"]!.AsArray().Select(value => (double)value!).ToArray());
        var pixels = Pixels(given);
        long[] shape = [.. given["shape"]!.AsArray().Select(size => (long)size!)];
        // Twice the image and once another one, so that images of a batch must not disturb each other.
        var image = Tensor.From(pixels).Reshape([1, .. shape]);
        var batch = Tensor.Cat([image, 255 - image, image]);

        var actual = Change(batch, operation, numbers).ToArray<float>().Chunk(Pixels(golden).Length).ToArray();
        Assert.Equal(3, actual.Length);
        Assert.Equal(actual[0], actual[2]);
        // Resampling: Pillow rounds between its two axes. Hue: sixths of a circle in float32 next to float64. All others to the same bit.
        var tolerance = operation is "resample" or "hue" ? 1 : 0;
        var expected = Pixels(golden);
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[0][i]) <= tolerance, $"{name}: pixel {i} is {actual[0][i]}, not {expected[i]}");
    }

    [Fact]
    public void Every_operation_of_a_policy_is_checked()
    {
        var checkedOnes = s_golden["cases"]!.AsArray().Select(golden => Policy((string)golden!["operation"]!)).Where(operation => operation is not null).Distinct();
        Assert.Equal(Enum.GetValues<PolicyOperation>().Length - 1, checkedOnes.Count());
    }

    private static Tensor Change(Tensor batch, string operation, double[] numbers)
    {
        T[] Each<T>(T value) => [value, value, value];
        return operation switch
        {
            "hue" => Hue.Turn(batch, Operation.PerImage(Each(numbers[0]), Device.Cpu)),
            "mirror" => Warp.Nearest(batch, Each(Affine.Mirror((int)batch.Size(3)))),
            "crop" => Warp.Nearest(batch, Each(Affine.Translation(numbers[0], numbers[1]))),
            "resample" => Resample.Bilinear(batch, Each(new Box((int)numbers[0], (int)numbers[1], (int)numbers[2], (int)numbers[3])), (int)numbers[4], (int)numbers[5]),
            _ => PolicyStep.Change(batch, Policy(operation)!.Value, Each(numbers.Length > 0 ? numbers[0] : 0)),
        };
    }

    private static PolicyOperation? Policy(string name) => Enum.TryParse<PolicyOperation>(name.Replace("-", ""), ignoreCase: true, out var operation) ? operation : null;

    private static float[] Pixels(JsonNode node) => [.. Convert.FromHexString((string)node["pixels"]!).Select(pixel => (float)pixel)];
}
