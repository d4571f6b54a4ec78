using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Skeptic.Data;

/// <summary>
/// A published checksum, in lower-case hex. MD5 is what most data sets publish; it guards against damage, not against malice.
/// </summary>
public sealed record Digest(HashAlgorithmName Algorithm, string Hex)
{
    public static Digest Md5(string hex) => new(HashAlgorithmName.MD5, hex);

    public static Digest Sha256(string hex) => new(HashAlgorithmName.SHA256, hex);

    [SuppressMessage("Security", "CA5351", Justification = "Publishers give MD5; nothing but damage in transit is guarded against.")]
    public static async Task<Digest> OfFileAsync(string file, HashAlgorithmName algorithm, CancellationToken cancellation)
    {
        using var stream = File.OpenRead(file);
        var bytes = algorithm == HashAlgorithmName.MD5
            ? await MD5.HashDataAsync(stream, cancellation).ConfigureAwait(false)
            : await SHA256.HashDataAsync(stream, cancellation).ConfigureAwait(false);
        return new(algorithm, Convert.ToHexStringLower(bytes));
    }

    public override string ToString() => $"{Algorithm.Name} {Hex}";
}
