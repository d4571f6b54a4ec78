using Skeptic.Torch.Optimisers;
using Skeptic.Torch.Tests.Testing;

namespace Skeptic.Torch.Tests.Optimisers;

public class ScheduleTests
{
    private const string File = "schedules.json";

    public static TheoryData<string> Texts
    {
        get
        {
            var texts = new TheoryData<string>();
            foreach (var item in Golden.Load(File).GetProperty("cases").EnumerateArray()) texts.Add(item.GetProperty("text").GetString()!);
            return texts;
        }
    }

    [Theory, MemberData(nameof(Texts))]
    public void Factors_are_pytorchs(string text)
    {
        var golden = Golden.Load(File);
        var expected = golden.GetProperty("cases").EnumerateArray().Single(item => item.GetProperty("text").GetString() == text).GetProperty("factors");
        var schedule = Schedule.Parse(text, golden.GetProperty("epochs").GetInt32());
        var epoch = 0;
        foreach (var factor in expected.EnumerateArray()) Assert.Equal(factor.GetDouble(), schedule.Factor(epoch++), 1e-12);
    }

    [Theory, MemberData(nameof(Texts))]
    public void Text_of_a_schedule_is_read_back_as_an_equal_one(string text)
    {
        var schedule = Schedule.Parse(text, 40);
        Assert.Equal(schedule, Schedule.Parse(schedule.ToString()));
        Assert.Equal(schedule.GetHashCode(), Schedule.Parse(schedule.ToString()).GetHashCode());
    }

    [Fact]
    public void Texts_are_written_in_full()
    {
        Assert.Equal("cosine:100:0", Schedule.Parse("cosine", 100).ToString());
        Assert.Equal("warmup:5:0.1+cosine:95:0", Schedule.Parse("warmup:5:0.1+cosine", 100).ToString());
        Assert.Equal("linear:80:100", Schedule.Parse("linear:80", 100).ToString());
        Assert.Equal("warm-restarts:10:1:0", Schedule.Parse("warm-restarts:10").ToString());
        Assert.Equal("multistep:40,80:0.1", new MultiStepSchedule([40, 80]).ToString());
    }

    [Fact]
    public void Different_schedules_are_not_equal()
    {
        Assert.NotEqual(Schedule.Parse("multistep:10,20:0.1"), Schedule.Parse("multistep:10,21:0.1"));
        Assert.NotEqual(Schedule.Parse("multistep:10,20:0.1"), Schedule.Parse("multistep:10,20:0.2"));
    }

    [Fact]
    public void A_straight_line_is_constant_until_it_falls_to_0()
    {
        var schedule = Schedule.Parse("linear:4", 8);
        double[] expected = [1, 1, 1, 1, 1, 0.75, 0.5, 0.25, 0, 0];
        Assert.Equal(expected, Enumerable.Range(0, 10).Select(schedule.Factor));
        Assert.Equal(0.5, Schedule.Parse("linear:0", 8).Factor(4));
        Assert.Equal(schedule, Schedule.Parse(schedule.ToString()));
    }

    [Fact]
    public void A_cosine_keeps_its_minimum_after_its_end()
    {
        var schedule = new CosineSchedule(10, 0.05);
        Assert.Equal(0.05, schedule.Factor(10), 1e-12);
        Assert.Equal(0.05, schedule.Factor(15), 1e-12);
    }

    [Theory]
    [InlineData("", "'' is no learning-rate schedule; write constant, step:SIZE:GAMMA")]
    [InlineData("cosin", "'cosin' is no learning-rate schedule")]
    [InlineData("step:30", "'step:30' is no learning-rate schedule")]
    [InlineData("step:0:0.1", "'step:0:0.1': '0' is no whole number of at least 1")]
    [InlineData("step:ten:0.1", "'step:ten:0.1': 'ten' is no whole number of at least 1")]
    [InlineData("step:10:-0.1", "'step:10:-0.1': '-0.1' is no number above 0")]
    [InlineData("exponential:nan", "'exponential:nan': 'nan' is no number above 0")]
    [InlineData("multistep:20,10:0.1", "'multistep:20,10:0.1': milestones must ascend")]
    [InlineData("cosine:10:2", "'cosine:10:2': '2' is no number from 0 to 1")]
    [InlineData("cosine", "'cosine' states no length; write cosine:EPOCHS:MINIMUM")]
    [InlineData("linear", "'linear' is no learning-rate schedule")]
    [InlineData("linear:80", "'linear:80' states no length; write cosine:EPOCHS:MINIMUM or linear:FROM:EPOCHS")]
    [InlineData("linear:x:10", "'linear:x:10': 'x' is no whole number of at least 1")]
    [InlineData("linear:10:10", "'linear:10:10' begins to fall in epoch 10, but the run's 10 epochs are over by then")]
    [InlineData("warmup:5:0.1", "'warmup:5:0.1' is no warm-up; write warmup:EPOCHS:START+SCHEDULE")]
    [InlineData("warmup:5+cosine", "'warmup:5+cosine' is no warm-up")]
    [InlineData("warmup:5:0.1+nothing", "'nothing' is no learning-rate schedule")]
    public void A_wrong_text_is_refused_in_one_sentence(string text, string why)
    {
        var error = Assert.Throws<FormatException>(() => Schedule.Parse(text));
        Assert.Contains(why, error.Message);
    }

    [Fact]
    public void Lengths_below_one_are_refused_when_the_schedule_is_made()
    {
        Assert.Contains("Size must be 1 or more", Assert.Throws<ArgumentOutOfRangeException>(() => new StepSchedule(0)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new CosineSchedule(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LinearSchedule(-1, 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LinearSchedule(10, 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WarmRestartsSchedule(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WarmRestartsSchedule(5, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LinearWarmUpSchedule(-1, 0.1, new ConstantSchedule()));
    }

    [Fact]
    public void A_warm_up_as_long_as_the_run_is_refused()
    {
        var error = Assert.Throws<FormatException>(() => Schedule.Parse("warmup:10:0.1+cosine", 10));
        Assert.Equal("'warmup:10:0.1+cosine': a warm-up of 10 epochs leaves none of the run's 10", error.Message);
    }
}
