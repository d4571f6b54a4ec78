using System.Text.Json.Nodes;
using Skeptic.Settings;

namespace Skeptic.Tests;

public sealed class SettingsTreeTests
{
    [Fact]
    public void A_path_makes_the_objects_on_its_way()
    {
        var tree = new JsonObject();
        SettingsTree.Assign(tree, "method.aux.lambda = 8");
        SettingsTree.Assign(tree, "method.aux.note=a=b");
        Assert.Equal("""{"method":{"aux":{"lambda":"8","note":"a=b"}}}""", tree.ToJsonString());
    }

    [Theory]
    [InlineData("epochs", "'epochs' sets nothing; write path=value, such as method.aux.lambda=8")]
    [InlineData("=3", "'=3' sets nothing; write path=value, such as method.aux.lambda=8")]
    [InlineData("a..b=3", "'a..b' is no path to a setting; write a.b=value")]
    [InlineData("seed.noise=3", "seed.noise: 'seed' is a single value and holds no settings")]
    public void What_is_no_assignment_is_refused(string assignment, string message)
    {
        var tree = new JsonObject { ["seed"] = 1 };
        Assert.Equal(message, Assert.Throws<SettingsException>(() => SettingsTree.Assign(tree, assignment)).Message);
    }

    [Fact]
    public void Objects_merge_and_single_values_replace()
    {
        var tree = JsonNode.Parse("""{ "a": 1, "b": { "c": 2, "d": 3 }, "e": { "f": 4 } }""")!.AsObject();
        var over = JsonNode.Parse("""{ "a": 9, "b": { "d": 8 }, "e": 7, "g": { "h": 6 } }""")!.AsObject();
        SettingsTree.Merge(tree, over);
        Assert.Equal("""{"a":9,"b":{"c":2,"d":8},"e":7,"g":{"h":6}}""", tree.ToJsonString());
        // What was laid on stays apart.
        tree["g"]!["h"] = 0;
        Assert.Equal(6, (int)over["g"]!["h"]!);
    }
}
