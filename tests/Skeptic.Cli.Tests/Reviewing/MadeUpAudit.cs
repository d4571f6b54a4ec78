using System.Globalization;
using System.Text;
using Skeptic.Cli.Page;
using Skeptic.Cli.Reviewing;
using Skeptic.Cli.Tests.Testing;

namespace Skeptic.Cli.Tests.Reviewing;

/// <summary>An audit folder of samples that were never looked at: sample i is given class i % 3, a third is suggested the next one, and the more suspicious the lower i.</summary>
internal sealed class MadeUpAudit : IDisposable
{
    public const string Digest = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private readonly TemporaryFolder _folder = new();

    /// <param name="pictures">How many different pictures to write; samples take turns with them.</param>
    public MadeUpAudit(int count = 30, int pictures = 0, string[]? classes = null, string? digest = Digest)
    {
        Classes = classes ?? ["cat", "dog", "frog"];
        if (pictures > 0) Directory.CreateDirectory(Path.Combine(Folder, "pictures"));
        for (var i = 0; i < pictures; i++) File.WriteAllBytes(Path.Combine(Folder, "pictures", $"{i}.png"), Picture(i));
        var text = new StringBuilder("id,path,given_label,suggested_label,label_score,is_label_issue,self_confidence,normalized_margin,confidence_weighted_entropy\n");
        for (var i = 0; i < count; i++)
        {
            var (given, isIssue) = (i % Classes.Length, i % 3 == 0);
            var score = ((i + 1.0) / (count + 1)).ToString("F6", CultureInfo.InvariantCulture);
            text.Append(CultureInfo.InvariantCulture, $"{i},{(pictures > 0 ? $"pictures/{i % pictures}.png" : "")},{Classes[given]},{Classes[isIssue ? (given + 1) % Classes.Length : given]},{score},{(isIssue ? "true" : "false")},{score},0.5,0.25\n");
        }
        File.WriteAllText(Path.Combine(Folder, "issues.csv"), text.ToString());
        var names = string.Join(',', Classes.Select(name => $"\"{name}\""));
        File.WriteAllText(Path.Combine(Folder, "summary.json"), $$"""{"version":1,"samples":{{count}},"classNames":[{{names}}],"noiseRate":{"value":0.3,"low":0.25,"high":0.4} }""");
        File.WriteAllText(Path.Combine(Folder, "audit.json"), $$"""{"version":1,"dataset":null,"data":{{(digest is null ? "null" : "{\"sha256\":\"" + digest + "\"}")}},"classNames":[{{names}}],"samples":{{count}},"kind":"{{(pictures > 0 ? "pictures" : "none")}}"}""");
    }

    public string[] Classes { get; }

    public string Folder => _folder.Path;

    public string Journal => Path.Combine(Folder, "decisions.jsonl");

    public string[] Lines => File.ReadAllLines(Journal);

    public ReviewBook Book => AuditFolder.Read(Folder).Book;

    /// <summary>32 by 24 pixels, of a colour of its own.</summary>
    public static byte[] Picture(int i)
    {
        var pixels = new byte[32 * 24 * 3];
        for (var at = 0; at < pixels.Length; at++) pixels[at] = (byte)((at % 3 == 0 ? 40 * i : at % 3 == 1 ? 255 - 25 * i : 3 * (at / 96)) + at / 96);
        return PngWriter.Rgb(pixels, 32, 24);
    }

    public void Dispose() => _folder.Dispose();
}
