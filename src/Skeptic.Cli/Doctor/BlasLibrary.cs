namespace Skeptic.Cli.Doctor;

/// <summary>The BLAS that a process has loaded.</summary>
/// <param name="File">Its file; null where it is part of libtorch itself.</param>
/// <param name="IsReference">Whether it is the reference implementation, which is some thirty times slower than the others.</param>
internal sealed record BlasLibrary(string Name, string? File, bool IsReference)
{
    /// <summary>File names begin so; the first that a process has loaded is named. libblas is last: OpenBLAS and BLIS bring one of their own.</summary>
    private static readonly (string Begins, string Name)[] s_known =
    [
        ("libopenblas", "OpenBLAS"),
        ("libmkl_", "MKL"),
        ("libblis", "BLIS"),
        ("libatlas", "ATLAS"),
        ("libnvpl_blas", "NVPL"),
        ("libarmpl", "Arm Performance Libraries"),
    ];

    public static BlasLibrary OfThisProcess() => Of(System.IO.File.Exists("/proc/self/maps") ? System.IO.File.ReadLines("/proc/self/maps") : []);

    /// <param name="maps">Lines as <c>/proc/self/maps</c> has them: the path of the mapped file comes last.</param>
    public static BlasLibrary Of(IEnumerable<string> maps)
    {
        var files = maps.Select(line => line.IndexOf('/') is var at and >= 0 ? line[at..] : "").Where(path => path.Length > 0).Distinct().ToArray();
        foreach (var (begins, name) in s_known)
            if (files.FirstOrDefault(file => Path.GetFileName(file).StartsWith(begins, StringComparison.Ordinal)) is { } file) return new(name, file, false);
        // Debian's OpenBLAS puts a libblas.so.3 of its own into a folder that bears its name.
        foreach (var file in files.Where(file => Path.GetFileName(file).StartsWith("libblas.so", StringComparison.Ordinal)))
        {
            var folder = Path.GetFileName(Path.GetDirectoryName(file)) ?? "";
            return s_known.FirstOrDefault(known => folder.Contains(known.Name, StringComparison.OrdinalIgnoreCase)) is { Name: { } name }
                ? new(name, file, false)
                : new("reference BLAS", file, true);
        }
        return new("built into libtorch", null, false);
    }
}
