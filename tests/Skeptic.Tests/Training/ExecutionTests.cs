using Skeptic.Data;
using Skeptic.Settings;
using Skeptic.Torch;
using Skeptic.Training;

namespace Skeptic.Tests;

/// <summary>Ways to compute a run that are no part of its recipe, and the one that is: its precision.</summary>
public sealed class ExecutionTests
{
    [Fact]
    public void A_recipe_without_precision_keeps_its_id()
    {
        var plain = TinyRun.Recipe("ce");
        Assert.False(plain.ToJson().ContainsKey("precision"));
        Assert.Equal(plain.Id, TinyRun.Recipe("ce", "precision=fp32").Id);
        var half = TinyRun.Recipe("ce", "precision=bf16");
        Assert.NotEqual(plain.Id, half.Id);
        Assert.Equal("bf16", (string?)half.ToJson()["precision"]);
        Assert.Equal(Precision.Bf16, Recipe.From(half.ToJson()).Precision);
        Assert.Contains("one of fp32, bf16", Assert.Throws<SettingsException>(() => TinyRun.Recipe("ce", "precision=fp8")).Message);
    }

    [Fact]
    public void Bfloat16_learns_glyphs_as_float32_does()
    {
        double Accuracy(string precision)
        {
            var recipe = TinyRun.Recipe("ce", "dataset=glyphs", "model=lenet", "width=1", "samples=2000", "epochs=3", "batch=32", "noise=symmetric:0.2", "schedule=constant", "optimiser.learningRate=0.02", $"precision={precision}");
            using var workplace = new Workplace(new DataFolders(null, null, "nowhere"), Device.Cpu);
            using var run = new Run(recipe, workplace);
            var outcome = Trainer.Continue(run, null);
            Assert.All(run.State().Where(tensor => tensor.Value.Type.IsFloatingPoint()), tensor => Assert.Equal(ScalarType.Float32, tensor.Value.Type));
            return outcome.Result!.Last.Accuracy;
        }
        var (single, half) = (Accuracy("fp32"), Accuracy("bf16"));
        Assert.True(single > 0.7, $"{single:0.0000}");
        Assert.True(Math.Abs(single - half) < 0.05, $"fp32 {single:0.0000}, bf16 {half:0.0000}");
    }

    [Theory]
    [InlineData("sop+cdr")]
    [InlineData("elr")]
    public void A_run_in_bfloat16_leaves_files_in_float32_and_goes_on_where_it_stopped(string method)
    {
        using var folder = new TemporaryFolder();
        var recipe = TinyRun.Recipe(method, "precision=bf16", "epochs=3");
        var whole = TinyRun.Train(recipe, folder["whole"]);
        TinyRun.Train(recipe, folder["parts"], TinyRun.StopAt(9));
        Assert.Equal(whole.State, TinyRun.Train(recipe, folder["parts"]).State);
        using var scope = Scope.Open();
        foreach (var file in Directory.GetFiles(folder["whole"], "*.safetensors"))
            Assert.All(Safetensors.Read(file).Tensors.Values, tensor => Assert.NotEqual(ScalarType.BFloat16, tensor.Type));
    }

    [Fact]
    public void Channels_last_trains_as_rows_do_and_resumes()
    {
        RunFacts? facts = null;
        double Loss(MemoryFormat? layout, string optimiser)
        {
            using var workplace = Workplace(new() { Layout = layout });
            using var run = new Run(TinyRun.Recipe("ce", "epochs=1", $"optimiser.name={optimiser}", "optimiser.learningRate=0.01"), workplace);
            facts = run.Facts(null);
            return Trainer.Continue(run, null).Epochs[0].Training.Loss;
        }
        foreach (var optimiser in new[] { "sgd", "adam" })
        {
            var rows = Loss(null, optimiser);
            Assert.Equal("contiguous", facts!.Execution!.Layout);
            Near.Equal(rows, Loss(MemoryFormat.ChannelsLast, optimiser), optimiser, new Tolerance(1e-3, 1e-3));
            Assert.Equal("channels-last", facts!.Execution!.Layout);
        }
    }

    [Fact]
    public void A_deterministic_run_says_so_and_others_are_not()
    {
        try
        {
            using var workplace = Workplace(new() { Deterministic = true, Data = DataPlace.Host });
            using var run = new Run(TinyRun.Recipe("sop+cdr", "epochs=1"), workplace);
            Assert.True(Engine.Deterministic);
            Assert.Equal(RunStatus.Finished, Trainer.Continue(run, null).Status);
            var facts = run.Facts(null).Execution!;
            Assert.Equal((true, "host", null, null), (facts.Deterministic, facts.Data, facts.Tf32, facts.CudnnBenchmark));
        }
        finally
        {
            using var workplace = Workplace(new());
            using var run = new Run(TinyRun.Recipe("ce"), workplace);
            Assert.False(Engine.Deterministic);
        }
    }

    private static Workplace Workplace(Execution execution)
    {
        var workplace = new Workplace(new DataFolders(null, null, "nowhere"), Device.Cpu) { Execution = execution };
        workplace.Add(TinyData.Images());
        return workplace;
    }
}
