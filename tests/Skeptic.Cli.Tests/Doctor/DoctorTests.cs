using System.Text.Json.Nodes;
using Skeptic.Cli.Tests.Testing;
using Skeptic.Torch;

namespace Skeptic.Cli.Tests.Doctor;

public sealed class DoctorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void With_an_engine_doctor_ends_well_and_names_what_it_measured()
    {
        var ended = Here.Run("doctor");
        Assert.Equal(ExitCode.Ok, ended.Code);
        Assert.Matches(@"(?m)^ok +engine +libtorch \d", ended.Output);
        Assert.Matches(@"(?m)^ok +operator +add of 8 numbers: [\d.]+ us a call", ended.Output);
        Assert.Matches(@"(?m)^(ok|warning) +blas +.*GFLOP/s", ended.Output);
        Assert.EndsWith("The engine runs: skeptic train can start.\n", ended.Output);
    }

    [Fact]
    public void Json_holds_every_topic_with_facts()
    {
        var ended = Here.Run("doctor", "--json");
        var json = JsonNode.Parse(ended.Output)!;
        Assert.True((bool)json["ok"]!);
        var findings = json["findings"]!.AsArray().ToDictionary(finding => (string)finding!["topic"]!, finding => finding!["facts"]!);
        Assert.Equal(Engine.LoadedFrom, (string)findings["engine"]["loadedFrom"]!);
        Assert.True((double)findings["blas"]["gigaFlops"]! > 0);
        Assert.True((long)findings["cache"]["freeBytes"]! > 0);
        Assert.Equal(Engine.CudaDevices, (int)findings["devices"]["cudaDevices"]!);
    }

    [Fact]
    public void A_data_set_is_found_in_the_folder_that_is_named()
    {
        Directory.CreateDirectory(_folder["mnist"]);
        foreach (var name in new[] { "train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz", "t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz" })
            _folder.Write(Path.Combine("mnist", name), "");
        var lines = Here.Run("doctor", "--data", _folder.Path).Output;
        Assert.Matches($@"(?m)^ok +mnist +{System.Text.RegularExpressions.Regex.Escape(_folder["mnist"])}$", lines);
        Assert.Matches(@"(?m)^absent +cifar10 .*\n +-> skeptic download cifar10, or set SKEPTIC_DATA", lines);
    }
}
