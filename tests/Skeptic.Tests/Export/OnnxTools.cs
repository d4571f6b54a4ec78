using System.Diagnostics;

namespace Skeptic.Tests.Export;

/// <summary>ONNX's checker and ONNX Runtime, where this machine has them: ./test fetches both.</summary>
internal static class OnnxTools
{
    internal const string Python = "/usr/bin/python3";

    internal static string Folder { get; } = Path.Combine(Repository(), "tools", "onnx");

    /// <summary>Why tests cannot use them; null where they can.</summary>
    internal static string? Missing { get; } = Find();

    private static string? Find()
    {
        if (!Directory.Exists(Path.Combine(Folder, "node_modules", "onnxruntime-node"))) return "ONNX Runtime is not installed; run npm ci in tools/onnx.";
        if (!File.Exists(Python)) return "Python is not installed.";
        using var process = Process.Start(new ProcessStartInfo(Python, ["-c", "import onnx"]) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0 ? null : "Python has no package onnx; install python3-onnx.";
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Skeptic.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("the tests lie outside of the repository");
    }
}
