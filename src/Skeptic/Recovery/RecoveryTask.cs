using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Skeptic.Settings;

namespace Skeptic.Recovery;

/// <summary>A picture to recover, with all that decides the result but the methods and how long they run.</summary>
/// <param name="Reference">The clean picture, of the same size; null where it is not known.</param>
public sealed record RecoveryTask(RecoveryOptions Options, PlanarImage Corrupted, PlanarImage? Reference)
{
    /// <exception cref="SettingsException">The picture is too small for the network, or the reference has another size.</exception>
    public void Check()
    {
        var (width, height) = (Corrupted.Width, Corrupted.Height);
        if (Math.Min(width, height) < Options.SmallestSide)
            throw new SettingsException($"the picture has {width} x {height} pixels and a network of {Options.Scales} scales takes {Options.SmallestSide} at least on each side; use a larger picture or fewer scales");
        if (Options.Every > Options.Iterations) throw new SettingsException($"every is {Options.Every}, more than the {Options.Iterations} iterations");
        if (Reference is { } reference && (reference.Width, reference.Height) != (width, height))
            throw new SettingsException($"the reference has {reference.Width} x {reference.Height} pixels and the picture {width} x {height}; they must be of one size");
    }

    /// <summary>What a directory remembers, to refuse another task: options without the iterations, and hashes of both pictures.</summary>
    internal JsonObject Identity()
    {
        var options = SettingsBinder.ToJson(Options);
        options.Remove("iterations");
        return new JsonObject
        {
            ["options"] = options, ["width"] = Corrupted.Width, ["height"] = Corrupted.Height,
            ["picture"] = Hash(Corrupted), ["reference"] = Reference is null ? null : Hash(Reference),
        };
    }

    internal string Id => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Identity().ToJsonString())))[..16];

    private static string Hash(PlanarImage image) => Convert.ToHexStringLower(SHA256.HashData(image.Planes));
}
