using Microsoft.Extensions.Logging;
using Skeptic.Prediction;
using Skeptic.Torch;
using Skeptic.Training;

namespace SkepticExamples;

/// <summary>Trains on labels of which 40 % are wrong, and loads what was learnt.</summary>
public static class TrainRobustly
{
    public static async Task<TrainedRun> Run(string directory, ILogger logger, IProgress<RunEvent> progress, CancellationToken cancel)
    {
        var recipe = new Recipe { Dataset = "glyphs", Noise = "symmetric:0.4", Method = "gce", Epochs = 2, Samples = 500 };
        var run = await RobustTraining.TrainAsync(recipe, new() { Directory = directory, Device = Device.Cpu, Threads = 1, Logger = logger, Progress = progress }, cancel);
        var worst = run.Samples[0];
        logger.LogInformation("Sample {Id} is called {Given} and looks like {Suggested}", worst.Id, worst.GivenLabel, worst.SuggestedLabel);
        using var model = TrainedModel.Load(run.Directory, Device.Cpu);
        logger.LogInformation("{Architecture} tells {Classes} classes apart", model.Architecture, model.ClassNames.Count);
        return run;
    }
}
