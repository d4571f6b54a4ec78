using Skeptic.Data;
using Skeptic.Randomness;

namespace Skeptic.Benchmarks.Parts;

/// <summary>Made-up probabilities [N,K] as float32 and labels of which a tenth are wrong, in files that go away.</summary>
internal sealed class AuditData : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("skeptic-benchmark-");

    public AuditData(int samples, int classes)
    {
        var labels = new int[samples];
        (Probabilities, Labels) = (Path.Combine(_folder.FullName, "probs.npy"), Path.Combine(_folder.FullName, "labels.npy"));
        using var stream = File.Create(Probabilities);
        stream.Write(Header(samples, classes));
        Fill(stream, labels, samples, classes);
        Npy.Write<int>(Labels, labels);
    }

    public string Probabilities { get; }

    public string Labels { get; }

    public void Dispose() => _folder.Delete(recursive: true);

    private static byte[] Header(int samples, int classes)
    {
        var text = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({samples}, {classes}), }}".PadRight(117) + "\n";
        return [0x93, .. "NUMPY"u8, 1, 0, 118, 0, .. System.Text.Encoding.ASCII.GetBytes(text)];
    }

    private static void Fill(FileStream stream, int[] labels, int samples, int classes)
    {
        const int Rows = 1000;
        var random = new RandomStream(1);
        var rows = new float[Rows * classes];
        for (var first = 0; first < samples; first += Rows)
        {
            var count = Math.Min(Rows, samples - first);
            for (var i = 0; i < count; i++)
            {
                var truth = random.NextInt(classes);
                labels[first + i] = random.NextDouble() < 0.1 ? random.NextInt(classes) : truth;
                var row = rows.AsSpan(i * classes, classes);
                var sum = 0f;
                foreach (ref var p in row)
                {
                    p = (float)random.NextDouble();
                    sum += p *= p;
                }
                var bonus = (float)(3 * random.NextDouble()) * sum;
                row[truth] += bonus;
                foreach (ref var p in row) p /= sum + bonus;
            }
            stream.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes(rows.AsSpan(0, count * classes)));
        }
    }
}
