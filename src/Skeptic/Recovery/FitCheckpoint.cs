using System.Globalization;
using System.Text.Json.Nodes;
using Skeptic.Torch;
using Skeptic.Torch.Layers;
using Skeptic.Training;

namespace Skeptic.Recovery;

/// <summary>A fit on disk: all tensors, the curves, the iteration. A fit that is not finite is never written.</summary>
internal static class FitCheckpoint
{
    /// <exception cref="RunException">A part of the fit is no longer finite; what was on disk stays.</exception>
    internal static void Save(string path, ImageFit fit, string task)
    {
        if (fit.NotFinite() is { } part) throw fit.Diverged($"'{part}'", fit.Iteration);
        using var scope = Scope.Open();
        var records = new JsonArray([.. fit.Records.Select(record => new JsonArray(record.Iteration, record.Loss, record.Psnr))]);
        var metadata = new Dictionary<string, string>
        {
            ["task"] = task, ["method"] = fit.Method.ToString(), ["iteration"] = fit.Iteration.ToString(CultureInfo.InvariantCulture),
            ["seconds"] = fit.Seconds.ToString("R", CultureInfo.InvariantCulture), ["records"] = records.ToJsonString(),
        };
        Safetensors.Write(path, [.. fit.State().Select(tensor => new NamedTensor(tensor.Name, tensor.Value.Detach()))], metadata);
    }

    /// <summary>Puts a fit back to where it stood; leaves it alone where there is no file.</summary>
    /// <param name="every">Records between these were ends of shorter runs and are dropped by a longer one.</param>
    /// <exception cref="RunException">The file is damaged, or belongs to something else.</exception>
    internal static void Load(string path, ImageFit fit, string task, int iterations, int every)
    {
        if (!File.Exists(path)) return;
        using var scope = Scope.Open();
        using var off = Grad.Off();
        var (tensors, metadata) = Safetensors.Read(path);
        if (metadata.GetValueOrDefault("task") != task) throw new RunException($"{path} belongs to another recovery; choose another directory");
        var done = int.Parse(metadata["iteration"], CultureInfo.InvariantCulture);
        if (done > iterations) throw new RunException($"{path} has done {done} iterations already, more than the {iterations} asked for; ask for as many, or choose another directory");
        fit.Network.LoadState(tensors.Where(pair => pair.Key.StartsWith("network.", StringComparison.Ordinal)).ToDictionary(pair => pair.Key["network.".Length..], pair => pair.Value));
        fit.Sparse.U.CopyFrom(tensors["u"]);
        fit.Sparse.V.CopyFrom(tensors["v"]);
        fit.Last = tensors.GetValueOrDefault("last")?.To(fit.Sparse.U.Device).Unscoped();
        fit.Best = tensors.GetValueOrDefault("best")?.To(fit.Sparse.U.Device).Unscoped();
        (fit.Iteration, fit.Seconds) = (done, double.Parse(metadata["seconds"], CultureInfo.InvariantCulture));
        foreach (var record in JsonNode.Parse(metadata["records"])!.AsArray())
        {
            var (iteration, psnr) = ((int)record![0]!, (double?)record[2]);
            if (iteration % every == 0 || done == iterations) fit.Records.Add(new FitRecord(iteration, (double)record[1]!, psnr));
        }
    }
}
