using System.Text.Json.Nodes;
using Skeptic.Cli.Page;
using Skeptic.Cli.Tests.Testing;
using Skeptic.Data;
using Skeptic.Recovery;

namespace Skeptic.Cli.Tests.Commands;

public sealed class RecoverTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("skeptic-recover-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_recovery_leaves_pictures_curves_and_a_page_without_requests()
    {
        var ended = Here.Run(Tiny("--iterations", "8", "--every", "4", "--out", In("out")));
        Assert.Equal(ExitCode.Ok, ended.Code);
        foreach (var name in new[] { "clean", "corrupted", "sop", "sop-best", "sop-sparse", "l2", "l2-best", "l1", "l1-best" })
        {
            var picture = PictureFile.Read(In("out", name + ".png"));
            Assert.Equal((32, 32), (picture.Width, picture.Height));
        }
        Assert.Equal(PlanarImage.Of(PictureFile.Read(In("out", "clean.png"))).Planes, DrawnScene.Draw("harbour", 32).Planes);
        Assert.Equal(["method,iteration,loss,psnr", "sop,4,", "sop,8,", "l2,4,", "l2,8,", "l1,4,", "l1,8,"],
            File.ReadAllLines(In("out", "curves.csv")).Select((line, i) => i == 0 ? line : line[..(line.IndexOf(',', line.IndexOf(',') + 1) + 1)]));
        var page = File.ReadAllText(In("out", "index.html"));
        Assert.DoesNotContain("http:", page.Replace("http://www.w3.org/", ""));
        Assert.DoesNotContain("<script", page);
        Assert.Contains("sop, last", page);
        var result = JsonNode.Parse(File.ReadAllText(In("out", "result.json")))!;
        Assert.Equal(8, (int)result["methods"]![0]!["last"]!["iteration"]!);
        Assert.InRange((double)result["methods"]![0]!["last"]!["psnr"]!, 5, 40);

        // Everything was done: the same command writes the same result.
        var curves = File.ReadAllText(In("out", "curves.csv"));
        Assert.Equal(ExitCode.Ok, Here.Run(Tiny("--iterations", "8", "--every", "4", "--out", In("out"), "--json")).Code);
        Assert.Equal(curves, File.ReadAllText(In("out", "curves.csv")));
    }

    [Fact]
    public void A_picture_of_a_user_is_made_smaller_and_compared_with_a_reference()
    {
        var clean = DrawnScene.Draw("rings", 48);
        File.WriteAllBytes(In("clean.png"), PngWriter.Rgb(Interleaved(clean), 48, 48));
        File.WriteAllBytes(In("spoiled.png"), PngWriter.Rgb(Interleaved(clean with { Planes = Corruption.Parse("impulse:0.2").Apply(clean.Planes, 48, 48, 1) }), 48, 48));
        var ended = Here.Run("recover", In("spoiled.png"), "--reference", In("clean.png"), "--max-side", "24", "--methods", "l2", "--iterations", "2", "--every", "1", "--width", "4",
            "--scales", "2", "--threads", "1", "--device", "cpu", "--out", In("out"));
        Assert.Equal(ExitCode.Ok, ended.Code);
        Assert.Contains("48 x 48 pixels and is made 24 x 24", ended.Error);
        Assert.Equal(24, PictureFile.Read(In("out", "l2.png")).Width);
    }

    [Fact]
    public void Ctrl_C_saves_and_the_same_command_goes_on()
    {
        var command = Tiny("--iterations", "1500", "--every", "5", "--methods", "sop", "--out", In("out"));
        using (var child = Child.Start(_folder, command))
        {
            child.WaitForLine("sop  iteration 5 ");
            child.Signal(2);
            var ended = child.Wait();
            Assert.Equal(ExitCode.Interrupted, ended.Code);
            Assert.Contains("interrupted and saved; to go on:", ended.Error);
            Assert.Contains($"--out {In("out")}", ended.ErrorLines[^1]);
        }
        Assert.False(File.Exists(In("out", "result.json")));
        var again = Here.Run(command);
        Assert.Equal(ExitCode.Ok, again.Code);
        Assert.DoesNotContain("iteration 5 of", again.Error);
    }

    [Theory]
    [InlineData("name one picture", "recover")]
    [InlineData("add --corrupt", "recover", "--drawn", "harbour")]
    [InlineData("leave --reference out", "recover", "--drawn", "harbour", "--corrupt", "block:0.1", "--reference", "x.png")]
    [InlineData("there is no drawn picture 'harbor'", "recover", "--drawn", "harbor", "--corrupt", "block:0.1")]
    [InlineData("none of sop, l2 and l1", "recover", "--drawn", "harbour", "--corrupt", "block:0.1", "--methods", "sop,l3")]
    [InlineData("--max-side is '100000'", "recover", "--drawn", "harbour", "--corrupt", "block:0.1", "--max-side", "100000")]
    [InlineData("alphaU is -1", "recover", "--drawn", "harbour", "--corrupt", "block:0.1", "--alpha-u", "-1")]
    [InlineData("33 at least", "recover", "--drawn", "harbour", "--corrupt", "block:0.1", "--max-side", "20")]
    [InlineData("name one matrix", "recover-matrix")]
    [InlineData("neither double nor pcp", "recover-matrix", "x.npy", "--methods", "svd")]
    [InlineData("leave --observed", "recover-matrix", "--phase", "20", "--observed", "x.npy")]
    public void A_wrong_command_line_is_one_sentence(string says, params string[] arguments)
    {
        var ended = Here.Run(arguments);
        Assert.Equal(ExitCode.Usage, ended.Code);
        Assert.Contains(says, Assert.Single(ended.ErrorLines));
    }

    [Fact]
    public void A_matrix_is_written_as_its_parts()
    {
        var (corrupted, low) = PhaseGrid.Draw(24, 1, 0.05, seed: 1);
        MatrixFile.Write(In("m.npy"), corrupted, single: true);
        MatrixFile.Write(In("low.npy"), low, single: false);
        var ended = Here.Run("recover-matrix", In("m.npy"), "--reference", In("low.npy"), "--threads", "1", "--out", In("parts"));
        Assert.Equal(ExitCode.Ok, ended.Code);
        var methods = JsonNode.Parse(File.ReadAllText(In("parts", "summary.json")))!["methods"]!.AsArray();
        Assert.Equal(["double", "pcp"], methods.Select(method => (string)method!["method"]!));
        foreach (var method in methods)
        {
            Assert.Equal(1, (int)method!["rank"]!);
            Assert.InRange((double)method["error"]!, 0, 0.02);
            var (part, rest) = (MatrixFile.Read(In("parts", $"{method["method"]}-low-rank.npy"), out var single), MatrixFile.Read(In("parts", $"{method["method"]}-sparse.npy"), out _));
            Assert.True(single);
            Assert.All(part.Values.Zip(rest.Values, (a, b) => a + b).Zip(corrupted.Values), pair => Assert.Equal(pair.Second, pair.First, 0.05));
        }
    }

    [Fact]
    public void A_matrix_that_is_none_is_refused_in_one_sentence()
    {
        Npy.Write<double>(In("v.npy"), [1, 2, 3]);
        var ended = Here.Run("recover-matrix", In("v.npy"), "--out", In("parts"));
        Assert.Equal(ExitCode.Failure, ended.Code);
        Assert.Contains("two dimensions", Assert.Single(ended.ErrorLines));
        Assert.False(Directory.Exists(In("parts")));
    }

    private static string[] Tiny(params string[] more) =>
        ["recover", "--drawn", "harbour", "--corrupt", "salt-and-pepper:0.3", "--max-side", "32", "--width", "4", "--scales", "2", "--threads", "1", "--device", "cpu", .. more];

    private static byte[] Interleaved(PlanarImage image)
    {
        var plane = image.Width * image.Height;
        return [.. Enumerable.Range(0, 3 * plane).Select(i => image.Planes[i % 3 * plane + i / 3])];
    }

    private string In(params string[] parts) => Path.Combine([_folder, .. parts]);
}
