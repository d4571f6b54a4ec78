using System.Diagnostics;

namespace Skeptic.Cli.Tests.Page;

/// <summary>A test that opens a browser; skipped, with that as its reason, where no Chromium is installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute()
    {
        if (Chromium.Path is null) Skip = "no chromium, chromium-browser or google-chrome on the PATH";
    }
}

/// <summary>A headless browser with a profile of its own, which opens one page and gives it back.</summary>
internal static class Chromium
{
    public static string? Path { get; } = (
        from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator)
        from name in new[] { "chromium", "chromium-browser", "google-chrome" }
        let path = System.IO.Path.Combine(folder, name)
        where File.Exists(path)
        select path).FirstOrDefault();

    /// <returns>The document after scripts have run, and what they or the browser wrote to the console.</returns>
    public static (string Dom, IReadOnlyList<string> Console) Open(string html)
    {
        var folder = Directory.CreateTempSubdirectory("skeptic-page-").FullName;
        try
        {
            var page = System.IO.Path.Combine(folder, "page.html");
            File.WriteAllText(page, html);
            var start = new ProcessStartInfo(Path!) { RedirectStandardOutput = true, RedirectStandardError = true };
            string[] arguments =
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", $"--user-data-dir={System.IO.Path.Combine(folder, "profile")}",
                "--enable-logging=stderr", "--virtual-time-budget=2000", "--dump-dom", new Uri(page).AbsoluteUri,
            ];
            foreach (var argument in arguments) start.ArgumentList.Add(argument);
            using var process = Process.Start(start)!;
            var dom = process.StandardOutput.ReadToEndAsync();
            var log = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(TimeSpan.FromMinutes(2)))
            {
                process.Kill(entireProcessTree: true);
                throw new TimeoutException("the browser did not end within two minutes");
            }
            return (dom.Result, [.. log.Result.Split('\n').Where(line => line.Contains(":CONSOLE", StringComparison.Ordinal))]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
