using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Skeptic.Cli.Tests.Testing;
using Skeptic.Data;

namespace Skeptic.Cli.Tests.Corrections;

public sealed class ApplyTests : IDisposable
{
    private const string List = "path,label,split\na.png,cat,train\nb.png,dog,train\nc.png,dog,test\n";
    private const string Patch = "id,old_label,new_label,decision\n0,cat,dog,relabel\n2,dog,dog,keep\n";

    private readonly TemporaryFolder _folder = new();

    public ApplyTests()
    {
        _folder.Write("list.csv", List);
        _folder.Write("patch.csv", Patch);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_patch_is_applied_beside_the_data_and_taken_back()
    {
        var applied = Here.Run("apply", _folder["patch.csv"], _folder["list.csv"]);
        Assert.Equal((ExitCode.Ok, "the class 'cat' has no samples left\n"), (applied.Code, applied.Error));
        Assert.Equal(
            $"1 of 3 labels changed; 1 looked at and kept\n  cat  ->  dog  1\nlabels: {_folder["list.corrected.csv"]}\ntrain on them: skeptic train --dataset {_folder["list.corrected.csv"]}\n", applied.Output);
        Assert.Equal("path,label,split\na.png,dog,train\nb.png,dog,train\nc.png,dog,test\n", File.ReadAllText(_folder["list.corrected.csv"]));
        Assert.Equal(List, File.ReadAllText(_folder["list.csv"]));
        var back = Here.Run("apply", _folder["patch.csv"], _folder["list.corrected.csv"], "--reverse", "--to", _folder["back.csv"]);
        Assert.Equal((ExitCode.Ok, ""), (back.Code, back.Error));
        Assert.StartsWith("1 of 3 labels changed back; 1 looked at and kept\n  dog  ->  cat  1\n", back.Output);
        Assert.Equal(List, File.ReadAllText(_folder["back.csv"]));
    }

    [Fact]
    public void A_dry_run_writes_nothing_and_json_says_all()
    {
        var before = Files();
        var ended = Here.Run("apply", _folder["patch.csv"], _folder["list.csv"], "--dry-run", "--json", "--patch-to", _folder["again.jsonl"]);
        Assert.Equal((ExitCode.Ok, ""), (ended.Code, ended.Error));
        Assert.Equal(before, Files());
        var json = JsonNode.Parse(ended.Output)!;
        Assert.Equal((1, 1, 3, true), ((int)json["changed"]!, (int)json["kept"]!, (int)json["samples"]!, (bool)json["dryRun"]!));
        Assert.Equal("""[{"from":"cat","to":"dog","count":1}]""", json["changes"]!.ToJsonString());
        Assert.Equal("""["cat"]""", json["emptiedClasses"]!.ToJsonString());
    }

    [Fact]
    public void What_is_refused_is_said_in_a_sentence_and_leaves_everything_as_it_was()
    {
        _folder.Write("foreign.csv", "id,old_label,new_label\n0,dog,cat\n7,dog,cat\n");
        var before = Files();
        foreach (var (arguments, message) in new (string[], string)[]
        {
            ([_folder["foreign.csv"], _folder["list.csv"]], $"The patch was made for other data than '{_folder["list.csv"]}': '0' has the label 'cat', and the patch found 'dog'; there is no sample '7'."),
            ([_folder["patch.csv"], _folder["list.csv"], "--to", _folder["list.csv"], "--overwrite"], "is part of the data, which are never written to"),
            ([_folder["patch.csv"], _folder["list.csv"], "--to", _folder["patch.csv"]], "is there already; name another place with --to, or replace it with --overwrite"),
            ([_folder["patch.csv"]], "skeptic apply needs the data that the patch is for"),
            ([_folder["none.csv"], _folder["list.csv"]], "none.csv"),
            ([_folder["patch.csv"], _folder["list.csv"], "--from", "excel"], "--from is 'excel'; it must be one of patch, label-studio, cleanlab"),
            ([_folder["patch.csv"], _folder["list.csv"], "--labels", _folder["list.csv"]], "are for data sets of the catalogue"),
        })
        {
            var ended = Here.Run(["apply", .. arguments]);
            Assert.Equal((ExitCode.Usage, ""), (ended.Code, ended.Output));
            Assert.Contains(message, ended.Error);
            Assert.Single(ended.ErrorLines);
        }

        Assert.Equal(before, Files());
    }

    [Fact]
    public void A_reviewed_audit_is_applied_to_the_data_that_it_names()
    {
        var audit = Audit("""{"seq":1,"id":"0","decision":"relabel","label":"dog","reviewer":"ada","time":"2026-01-02T03:04:05Z","pass":1}""");
        var ended = Here.Run("apply", audit, "--patch-to", _folder["decided.csv"]);
        Assert.Equal(ExitCode.Ok, ended.Code);
        Assert.Equal("1 correction, 1 of which change a label", ended.Output.Split('\n')[0]);
        Assert.Contains("0,a.png,cat,dog,relabel,ada,2026-01-02T03:04:05Z,0.125,", File.ReadAllText(_folder["decided.csv"]));
        Assert.StartsWith("1 of 3 labels changed;", Here.Run("apply", audit).Output);
        Assert.Contains("a.png,dog,train", File.ReadAllText(_folder["list.corrected.csv"]));
    }

    [Fact]
    public void Samples_about_which_reviewers_disagree_are_listed_and_left_out()
    {
        var audit = Audit(
            """{"seq":1,"id":"0","decision":"relabel","label":"dog","reviewer":"ada","time":"2026-01-02T03:04:05Z","pass":1}""",
            """{"seq":2,"id":"0","decision":"keep","reviewer":"eva","time":"2026-01-02T03:04:06Z","pass":1}""",
            """{"seq":3,"id":"1","decision":"relabel","label":"cat","reviewer":"ada","time":"2026-01-02T03:04:07Z","pass":1}""");
        var ended = Here.Run("apply", audit, "--dry-run");
        Assert.StartsWith("1 of 3 labels would change;", ended.Output);
        Assert.StartsWith("reviewers disagree about 1 sample, left out; --newest-wins takes the newest decision:\n  a.png: ada says dog, eva says cat\n", ended.Error);
        Assert.StartsWith("1 of 3 labels would change; 1 looked at and kept\n", Here.Run("apply", audit, "--dry-run", "--newest-wins").Output);
    }

    [Fact]
    public void Label_studio_and_cleanlab_are_read_and_written()
    {
        var written = Here.Run("apply", _folder["patch.csv"], "--patch-to", _folder["tasks.json"], "--format", "label-studio");
        Assert.Equal((ExitCode.Ok, $"2 corrections, 1 of which change a label\npatch: {_folder["tasks.json"]}\n"), (written.Code, written.Output));
        Assert.StartsWith("1 of 3 labels changed; 1 looked at and kept\n", Here.Run("apply", _folder["tasks.json"], _folder["list.csv"], "--from", "label-studio").Output);
        Assert.Equal(ExitCode.Ok, Here.Run("apply", _folder["patch.csv"], "--patch-to", _folder["issues.csv"], "--format", "cleanlab").Code);
        Assert.StartsWith("1 of 3 labels would change; 0 looked at", Here.Run("apply", _folder["issues.csv"], _folder["list.csv"], "--from", "cleanlab", "--dry-run", "--to", _folder["other.csv"]).Output);
    }

    [Fact]
    public void Corrected_labels_of_a_data_set_with_a_name_are_trained_on()
    {
        var glyphs = DatasetCatalogue.Load("glyphs", DataFolders.Default());
        var old = glyphs.Train.Labels[3];
        _folder.Write("glyphs-patch.csv", $"id,old_label,new_label,data\n3,{glyphs.ClassNames[old]},{glyphs.ClassNames[(old + 1) % 10]},{glyphs.Fingerprint[..16]}\n");
        var ended = Here.Run("apply", _folder["glyphs-patch.csv"], "glyphs", "--to", _folder["labels.npy"]);
        Assert.Equal((ExitCode.Ok, ""), (ended.Code, ended.Error));
        Assert.Contains($"train on them: skeptic train --dataset glyphs --noise file:{_folder["labels.npy"]}\n", ended.Output);
        var trained = Here.Run("train", "--dataset", "glyphs", "--noise", $"file:{_folder["labels.npy"]}", "--epochs", "1", "--set", "samples=200", "--device", "cpu", "--threads", "1", "--out", _folder["run"], "--quiet");
        Assert.Equal((ExitCode.Ok, ""), (trained.Code, trained.Error));
    }

    private string Audit(params string[] decisions)
    {
        Directory.CreateDirectory(_folder["audit"]);
        File.WriteAllText(_folder["audit", "issues.csv"], "id,path,given_label,suggested_label,label_score,is_label_issue\n0,a.png,cat,dog,0.125,true\n1,b.png,dog,cat,0.25,true\n2,c.png,dog,dog,0.9,false\n");
        File.WriteAllText(_folder["audit", "audit.json"], new JsonObject { ["version"] = 1, ["dataset"] = _folder["list.csv"], ["options"] = new JsonObject { ["imageSize"] = 8 } }.ToJsonString());
        File.WriteAllText(_folder["audit", "decisions.jsonl"], string.Concat(decisions.Prepend("""{"decisions":1,"data":null}""").Select(line => line + "\n")));
        return _folder["audit"];
    }

    private string Files() => string.Join("\n", Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(file => file + Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))));
}
