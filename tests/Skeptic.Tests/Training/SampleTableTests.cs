using Skeptic.Training;

namespace Skeptic.Tests;

public sealed class SampleTableTests : IDisposable
{
    private const string Header = "id,given_label,suggested_label,true_label,suspicion,self_confidence,margin,loss\n";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Rows_come_back_as_they_were_written()
    {
        SampleRow[] rows =
        [
            new() { Id = 3, GivenLabel = 1, SuggestedLabel = 2, TrueLabel = 2, Suspicion = 1 / 3.0, SelfConfidence = 1e-300, Margin = -1, Loss = double.PositiveInfinity },
            new() { Id = 0, GivenLabel = 0, SuggestedLabel = 0, TrueLabel = null, Suspicion = double.NaN, SelfConfidence = 1, Margin = 1, Loss = 0 },
        ];
        SampleTable.Write(_folder["samples.csv"], rows);
        Assert.Equal(rows, SampleTable.Read(_folder["samples.csv"]));
        Assert.StartsWith(Header, File.ReadAllText(_folder["samples.csv"]));
    }

    [Theory]
    [InlineData("id,label\n", "does not start with the header")]
    [InlineData("", "does not start with the header")]
    [InlineData(Header + "1,2,3,4,0.5,0.5,0,0.1\n1,2,x,4,0.5,0.5,0,0.1\n", "line 3: '1,2,x,4,0.5,0.5,0,0.1' is no row of eight cells")]
    [InlineData(Header + "1,2,3\n", "line 2: '1,2,3' is no row of eight cells")]
    public void A_table_that_was_edited_is_refused_with_the_place(string text, string message)
    {
        File.WriteAllText(_folder["samples.csv"], text);
        Assert.Contains(message, Assert.Throws<RunException>(() => SampleTable.Read(_folder["samples.csv"])).Message);
    }
}
