using Xunit.Abstractions;

namespace Skeptic.Tests;

/// <summary>What names a golden case, and its test: the test's name shows it whole.</summary>
public sealed class GoldenId : IXunitSerializable
{
    /// <summary>For the test runner alone, which fills it by <see cref="Deserialize"/>.</summary>
    public GoldenId()
        : this("", "")
    {
    }

    internal GoldenId(string file, string id) => (File, Id) = (file, id);

    internal string File { get; private set; }

    internal string Id { get; private set; }

    public void Serialize(IXunitSerializationInfo info)
    {
        info.AddValue(nameof(File), File);
        info.AddValue(nameof(Id), Id);
    }

    public void Deserialize(IXunitSerializationInfo info) => (File, Id) = (info.GetValue<string>(nameof(File)), info.GetValue<string>(nameof(Id)));

    public override string ToString() => $"{File}: {Id}";
}
