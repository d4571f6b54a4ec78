using System.Text.Json.Nodes;
using Skeptic.Cli.Page;
using Skeptic.Cli.Tests.Testing;

namespace Skeptic.Cli.Tests.Reports;

public class WebBundleTests
{
    private static readonly string s_web = Path.Combine(Repository.Root, "web");

    [Fact]
    public void The_script_can_stand_inside_of_a_page()
    {
        var bundle = WebBundle.Load("report");
        Assert.DoesNotContain("</script", bundle.Script, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<!--", bundle.Script, StringComparison.Ordinal);
        Assert.DoesNotContain("\r", bundle.Script, StringComparison.Ordinal);
        Assert.DoesNotContain("</style", bundle.Style, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("url(", bundle.Style, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_package_inside_has_its_notice()
    {
        var script = WebBundle.Load("report").Script;
        var notices = script[..script.LastIndexOf("*/\n", StringComparison.Ordinal)];
        Assert.Contains("@observablehq/plot 0.6.17", notices, StringComparison.Ordinal);
        Assert.Contains("Copyright 2020-2025 Observable, Inc.", notices, StringComparison.Ordinal);
        foreach (var package in new[] { "d3-array", "d3-scale", "d3-shape", "d3-selection", "internmap", "isoformat", "delaunator", "robust-predicates", "interval-tree-1d" }) Assert.Contains($"{package} ", notices, StringComparison.Ordinal);
        Assert.Contains("Mike Bostock", notices, StringComparison.Ordinal);
    }

    [Fact]
    public void Versions_are_pinned_and_no_registry_is_named()
    {
        var declared = JsonNode.Parse(File.ReadAllText(Path.Combine(s_web, "package.json")))!;
        foreach (var part in new[] { "dependencies", "devDependencies" })
            Assert.All(declared[part]!.AsObject(), package => Assert.Matches(@"^\d+\.\d+\.\d+$", (string)package.Value!));
        var locked = JsonNode.Parse(File.ReadAllText(Path.Combine(s_web, "package-lock.json")))!["packages"]!.AsObject().Where(package => package.Key.Length > 0).ToList();
        Assert.True(locked.Count > 40);
        Assert.All(locked, package => Assert.Null(package.Value!["resolved"]));
        Assert.All(locked, package => Assert.StartsWith("sha512-", (string)package.Value!["integrity"]!, StringComparison.Ordinal));
    }
}
