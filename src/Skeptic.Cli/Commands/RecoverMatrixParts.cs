using System.Globalization;
using System.Text.Json.Nodes;
using Skeptic.Cli.Rendering;
using Skeptic.Data;
using Skeptic.Recovery;
using Skeptic.Settings;

namespace Skeptic.Cli.Commands;

/// <summary>Takes the matrix of a file apart and writes the parts beside a summary.</summary>
internal static class RecoverMatrixParts
{
    public static void Run(RecoverMatrixRequest request, Terminal terminal, CancellationToken stop)
    {
        var matrix = MatrixFile.Read(request.File!, out var single);
        var known = request.Observed is null ? null : MatrixFile.ReadMask(request.Observed, matrix);
        var reference = request.Reference is null ? null : MatrixFile.Read(request.Reference, out _);
        if (reference is not null && (reference.Rows, reference.Columns) != (matrix.Rows, matrix.Columns))
            throw new UsageException($"--reference is {reference.Rows} x {reference.Columns} and the matrix {matrix.Rows} x {matrix.Columns}; they must be of one shape");
        var parts = new List<(string Name, RobustMatrixResult Result, double Seconds)>();
        foreach (var name in request.Methods)
        {
            var began = TimeProvider.System.GetTimestamp();
            var result = name == "pcp" ? PrincipalComponentPursuit.Recover(matrix, request.Options, known, stop) : RobustMatrix.Recover(matrix, request.Options, known, stop);
            parts.Add((name, result, TimeProvider.System.GetElapsedTime(began).TotalSeconds));
        }
        // All are made before any is written.
        Directory.CreateDirectory(request.Directory);
        foreach (var (name, result, _) in parts)
        {
            MatrixFile.Write(Path.Combine(request.Directory, $"{name}-low-rank.npy"), result.LowRank, single);
            MatrixFile.Write(Path.Combine(request.Directory, $"{name}-sparse.npy"), result.Sparse, single);
            if (!result.Converged)
                terminal.Note($"{name} stopped at {result.Iterations} iterations with {result.Residual:0.0e0} of the matrix unexplained; more --iterations bring it further");
        }
        AtomicFile.WriteAllText(Path.Combine(request.Directory, "summary.json"), Summary(request, matrix, parts, reference).ToJsonString(new() { WriteIndented = true }) + "\n");
        terminal.Output.WriteColumns(
        [
            ["", "rank", "wrong entries", "unexplained", "iterations", "seconds", .. reference is null ? Array.Empty<string>() : ["error"]],
            .. parts.Select(part => (IReadOnlyList<string>)
            [
                part.Name, $"{part.Result.Rank}", Amounts.Percent(part.Result.Sparsity), Power(part.Result.Residual), $"{part.Result.Iterations}",
                part.Seconds.ToString("F1", CultureInfo.InvariantCulture), .. reference is null ? Array.Empty<string>() : [Power(part.Result.Error(reference))],
            ]),
        ], "", 1, 2, 3, 4, 5, 6);
        terminal.Output.WriteLine(request.Directory);
    }

    private static string Power(double value) => value.ToString("0.0e0", CultureInfo.InvariantCulture);

    private static JsonObject Summary(RecoverMatrixRequest request, Matrix matrix, IReadOnlyList<(string Name, RobustMatrixResult Result, double Seconds)> parts, Matrix? reference) => new()
    {
        ["command"] = request.Command, ["rows"] = matrix.Rows, ["columns"] = matrix.Columns, ["options"] = SettingsBinder.ToJson(request.Options),
        ["methods"] = new JsonArray([.. parts.Select(part => new JsonObject
        {
            ["method"] = part.Name, ["rank"] = part.Result.Rank, ["sparsity"] = part.Result.Sparsity, ["residual"] = part.Result.Residual,
            ["lambda"] = part.Result.Lambda, ["iterations"] = part.Result.Iterations, ["converged"] = part.Result.Converged, ["seconds"] = Math.Round(part.Seconds, 2),
            ["error"] = reference is null ? null : part.Result.Error(reference),
        })]),
    };
}
