namespace Skeptic.Cli.Reviewing;

/// <summary>What kind of thing the samples are.</summary>
internal enum ContentKind
{
    None,
    Pictures,
    Features,
}

/// <summary>Bytes that a browser shows.</summary>
internal sealed record Picture(byte[] Bytes, string Type);

/// <summary>The samples themselves, by row: nothing else can be asked for. Safe for several threads.</summary>
internal interface ISampleContent
{
    ContentKind Kind { get; }

    /// <summary>A small picture, no side longer than <see cref="Thumbnails.Side"/>; null where there is none or it cannot be decoded.</summary>
    byte[]? Thumbnail(int row) => null;

    /// <summary>The picture as large as there is one.</summary>
    Picture? Full(int row) => null;

    IReadOnlyList<string> FeatureNames => [];

    /// <summary>As many as there are names; empty where they are not known.</summary>
    float[] Features(int row) => [];
}

internal sealed class NoContent : ISampleContent
{
    public ContentKind Kind => ContentKind.None;
}
