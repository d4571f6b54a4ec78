using System.Reflection;

namespace Skeptic.Cli.Page;

/// <summary>A page's scripts and styles as the folder <c>web</c> was bundled, embedded in the program.</summary>
internal sealed record WebBundle(string Script, string Style)
{
    /// <param name="name">The folder below <c>web/src</c>.</param>
    public static WebBundle Load(string name) => new(Read($"web/{name}.js"), Read($"web/{name}.css"));

    private static string Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name) ?? throw new InvalidOperationException($"the program was built without {name}");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
