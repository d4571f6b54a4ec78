using System.Text.Json.Nodes;
using Skeptic.Auditing;

namespace Skeptic.Cli.Audits;

/// <summary>What an audit's files and screen show beyond confident learning.</summary>
/// <param name="Document"><c>audit.json</c>.</param>
internal sealed record AuditExtras(JsonObject Document)
{
    /// <summary>Further columns of <c>issues.csv</c>.</summary>
    public IReadOnlyList<AuditSignal> Signals { get; init; } = [];

    public IReadOnlyList<AuditText> Texts { get; init; } = [];

    /// <summary>Further members of <c>summary.json</c>.</summary>
    public JsonObject Summary { get; init; } = [];

    /// <summary>What the screen ranks issues by; null for the audit's own score.</summary>
    public AuditSignal? Order { get; init; }

    /// <summary>Further sections of the screen.</summary>
    public Action<TextWriter>? Report { get; init; }
}
