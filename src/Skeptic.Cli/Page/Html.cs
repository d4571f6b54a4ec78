using System.Runtime.CompilerServices;
using System.Text;

namespace Skeptic.Cli.Page;

/// <summary>
/// Markup. Whatever goes in through an interpolation hole is escaped, unless it is <see cref="Html"/> itself: forgetting to
/// escape is not possible, and what comes out is well-formed as XML wherever the template is.
/// </summary>
public readonly record struct Html
{
    private readonly string? _markup;

    private Html(string markup) => _markup = markup;

    public static Html Empty => default;

    public static Html Of(Template template) => new(template.ToString());

    /// <summary>Markup as it stands; for constants such as style sheets only.</summary>
    public static Html Verbatim(string markup) => new(markup);

    public static Html Join(IEnumerable<Html> parts) => new(string.Concat(parts.Select(part => part._markup)));

    public static Html Each<T>(IEnumerable<T> items, Func<T, Html> render) => Join(items.Select(render));

    public static Html When(bool condition, Func<Html> render) => condition ? render() : Empty;

    public override string ToString() => _markup ?? "";

    /// <summary>Safe in text and in quoted attributes. Characters that XML cannot hold become U+FFFD.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            escaped.Append(rune.Value switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                '\'' => "&#39;",
                '\t' or '\n' or '\r' => rune.ToString(),
                < ' ' or 0x7f or 0xfffe or 0xffff => "\ufffd",
                _ => rune.ToString(),
            });
        }
        return escaped.ToString();
    }

    /// <summary>Collects <c>$"..."</c>: the literal parts as they stand, the holes escaped.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Template(int literalLength, int holes)
    {
        private readonly StringBuilder _markup = new(literalLength + holes * 16);

        public void AppendLiteral(string markup) => _markup.Append(markup);

        public void AppendFormatted(Html markup) => _markup.Append(markup._markup);

        public void AppendFormatted(string? text) => _markup.Append(Escape(text ?? ""));

        public void AppendFormatted(int number) => _markup.Append(number);

        /// <summary>A coordinate: two decimals at most, as SVG needs no more.</summary>
        public void AppendFormatted(double number) => _markup.Append(number.ToString("0.##"));

        public override string ToString() => _markup.ToString();
    }
}
