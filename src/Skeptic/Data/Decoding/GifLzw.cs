namespace Skeptic.Data;

/// <summary>GIF's variant of LZW (GIF89a specification, appendix F): codes of 3 to 12 bits, the lowest bit first.</summary>
internal static class GifLzw
{
    private const int MostCodes = 4096;

    /// <param name="codeSize">Bits of a plain colour.</param>
    /// <returns>[count] colours; what follows them is ignored.</returns>
    /// <exception cref="PictureException">Damaged, or fewer colours than asked for.</exception>
    public static byte[] Unpack(ReadOnlySpan<byte> data, int codeSize, int count)
    {
        if (codeSize is < 1 or > 11) throw new PictureException($"its codes have {codeSize} bits");
        var pixels = new byte[count];
        var (clear, end) = (1 << codeSize, (1 << codeSize) + 1);
        // A code is its prefix's colours and one more; lengths spare a stack.
        var prefix = new short[MostCodes];
        var suffix = new byte[MostCodes];
        var first = new byte[MostCodes];
        var length = new int[MostCodes];
        for (var code = 0; code < clear; code++) (suffix[code], first[code], length[code]) = ((byte)code, (byte)code, 1);
        int next = end + 1, bits = codeSize + 1, before = -1, done = 0, held = 0, buffer = 0;
        foreach (var value in data)
        {
            buffer |= value << held;
            held += 8;
            while (held >= bits)
            {
                var code = buffer & ((1 << bits) - 1);
                buffer >>= bits;
                held -= bits;
                if (code == end) return Complete(pixels, done);
                if (code == clear)
                {
                    (next, bits, before) = (end + 1, codeSize + 1, -1);
                    continue;
                }

                if (code > next || (code == next && before < 0) || (before < 0 && code >= clear)) throw new PictureException("its codes are damaged");
                if (before >= 0 && next < MostCodes)
                {
                    prefix[next] = (short)before;
                    suffix[next] = first[code == next ? before : code];
                    first[next] = first[before];
                    length[next] = length[before] + 1;
                    if (++next == 1 << bits && bits < 12) bits++;
                }
                else if (code >= next)
                {
                    throw new PictureException("its codes are damaged");
                }

                done = Put(pixels, done, code, prefix, suffix, length);
                if (done == count) return pixels;
                before = code;
            }
        }

        return Complete(pixels, done);
    }

    /// <summary>Writes a code's colours, the last one first.</summary>
    private static int Put(byte[] pixels, int done, int code, short[] prefix, byte[] suffix, int[] length)
    {
        var after = done + length[code];
        for (var at = after - 1; at >= done; at--, code = prefix[code])
            if (at < pixels.Length) pixels[at] = suffix[code];
        return Math.Min(after, pixels.Length);
    }

    private static byte[] Complete(byte[] pixels, int done) => done == pixels.Length ? pixels : throw new PictureException("it is cut short");
}
