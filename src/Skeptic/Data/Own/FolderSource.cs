namespace Skeptic.Data;

/// <summary>
/// Folders of pictures: <c>root/class/*.png</c> or <c>root/train/class/*.png</c> with <c>val</c> and <c>test</c> beside it. A class holds all
/// pictures below its folder, however deep. Links are followed, but not back to a folder above them.
/// </summary>
public sealed class FolderSource(string root) : IPictureSource
{
    private readonly string _root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));

    public byte[] Read(SourceSample sample) => PictureFiles.Read(sample);

    public SourceListing List(CancellationToken cancel = default)
    {
        var listing = new Listing(_root, cancel);
        try
        {
            return listing.Make();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SourceException($"The folder '{_root}' cannot be read: {e.Message}", e);
        }
    }

    private sealed class Listing(string root, CancellationToken cancel)
    {
        private readonly List<string> _remarks = [];
        private readonly List<SourceSample> _samples = [];
        private int _others, _loops;
        private string? _firstOther;

        internal SourceListing Make()
        {
            var top = Folders(root);
            var parts = Parts(top);
            var classFolders = parts.SelectMany(part => Folders(part.Path).Select(path => (part.Part, Path: path))).ToArray();
            var names = LabelNames.Ordinal(classFolders.Select(folder => Path.GetFileName(folder.Path)));
            if (names.Length == 0)
                throw new SourceException($"'{root}' has no sub-folders; put the pictures into one for every class, such as {Path.Combine(root, "cat", "1.jpg")}.");
            var numbers = LabelNames.Numbers(names);
            foreach (var (part, path) in classFolders.OrderBy(folder => folder.Part).ThenBy(folder => folder.Path, StringComparer.Ordinal))
                Walk(path, numbers[Path.GetFileName(path)], part, []);
            if (_samples.Count == 0)
                throw new SourceException($"'{root}' holds no pictures; files named .jpg, .jpeg, .png, .bmp, .webp or .gif count.");
            Remark(names);
            return new() { ClassNames = names, Samples = _samples, Remarks = _remarks };
        }

        private (SourcePart Part, string Path)[] Parts(string[] top)
        {
            var named = top.Select(path => (Part: LabelNames.Part(Path.GetFileName(path)), Path: path)).ToArray();
            if (!named.Any(folder => folder.Part == SourcePart.Train)) return [(SourcePart.None, root)];
            var other = named.FirstOrDefault(folder => folder.Part is null).Path;
            if (other is not null)
                throw new SourceException($"'{root}' has a folder 'train' and beside it '{Path.GetFileName(other)}', which is none of val, valid, validation and test; "
                    + "move the classes below 'train', or rename it.");
            var twice = named.GroupBy(folder => folder.Part).FirstOrDefault(group => group.Count() > 1);
            if (twice is not null)
                throw new SourceException($"'{root}' has the folders {string.Join(" and ", twice.Select(folder => $"'{Path.GetFileName(folder.Path)}'"))}, "
                    + "which are the same part; keep one.");
            return [.. named.Select(folder => (folder.Part!.Value, folder.Path))];
        }

        /// <param name="seen">Real places that are being listed already.</param>
        private void Walk(string folder, int label, SourcePart part, HashSet<string> seen)
        {
            cancel.ThrowIfCancellationRequested();
            if (!seen.Add(RealPath(folder))) return;
            foreach (var path in Directory.EnumerateFileSystemEntries(folder).Order(StringComparer.Ordinal))
            {
                var name = Path.GetFileName(path);
                if (PictureFiles.IsIgnored(name)) continue;
                if (Directory.Exists(path))
                {
                    if (LeadsBack(path)) _loops++;
                    else Walk(path, label, part, seen);
                }
                else if (PictureFiles.IsPicture(name))
                {
                    _samples.Add(PictureFiles.At(new(Path.GetRelativePath(root, path).Replace('\\', '/'), label, part), path));
                }
                else
                {
                    _others++;
                    _firstOther ??= Path.GetRelativePath(root, path);
                }
            }
        }

        private static string[] Folders(string folder) =>
        [
            .. Directory.GetDirectories(folder).Where(path => !PictureFiles.IsIgnored(Path.GetFileName(path)) && !LeadsBack(path)).Order(StringComparer.Ordinal),
        ];

        /// <summary>Whether a link leads to itself or to a folder above it.</summary>
        private static bool LeadsBack(string path)
        {
            if (new DirectoryInfo(path).LinkTarget is null) return false;
            var target = RealPath(path) + Path.DirectorySeparatorChar;
            var parent = RealPath(Path.GetDirectoryName(path)!) + Path.DirectorySeparatorChar;
            return parent.StartsWith(target, StringComparison.Ordinal);
        }

        private static string RealPath(string path)
        {
            // Links may stand anywhere in the path.
            var real = Path.GetPathRoot(path)!;
            foreach (var name in path[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
            {
                real = Path.Combine(real, name);
                if (new DirectoryInfo(real) is { LinkTarget: not null } link && link.ResolveLinkTarget(returnFinalTarget: true) is { } target)
                    real = Path.TrimEndingDirectorySeparator(target.FullName);
            }

            return real;
        }

        private void Remark(string[] names)
        {
            var counts = new int[names.Length];
            foreach (var sample in _samples) counts[sample.Label]++;
            string[] empty = [.. names.Where((_, label) => counts[label] == 0)];
            if (empty.Length > 0)
                _remarks.Add($"{(empty.Length == 1 ? "the class" : $"{empty.Length} classes,")} {OwnData.Some(empty)}, {(empty.Length == 1 ? "has" : "have")} no pictures and {(empty.Length == 1 ? "is" : "are")} kept as {(empty.Length == 1 ? "a class" : "classes")}");
            if (_others > 0) _remarks.Add($"{_others} {(_others == 1 ? "file is no picture" : "files are no pictures")} by name and {(_others == 1 ? "is" : "are")} left out, the first being {_firstOther}");
            if (_loops > 0) _remarks.Add($"{_loops} {(_loops == 1 ? "link that leads" : "links that lead")} back to a folder above {(_loops == 1 ? "is" : "are")} not followed");
        }
    }
}
