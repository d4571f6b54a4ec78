using Skeptic.Training;

namespace Skeptic.Tests;

public sealed class TensorBoardTests : IDisposable
{
    private static readonly DateTimeOffset s_start = new(2024, 5, 1, 12, 0, 0, 500, TimeSpan.FromHours(2));

    private readonly string _folder = Directory.CreateTempSubdirectory("skeptic-tensorboard").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Checks_are_those_of_the_known_vector()
    {
        Assert.Equal(0xE3069283, EventRecords.Crc32C("123456789"u8));
        Assert.Equal(0xE3069283, EventFileReader.CrcBitByBit("123456789"u8));
        // 0xE3069283 turned right by 15 is 0x2507C60D.
        Assert.Equal(0xC78AB0E5, EventRecords.Mask(0xE3069283));
        // RFC 3720, appendix B.4: 32 bytes of nought.
        Assert.Equal(0x8A9136AAu, EventRecords.Crc32C(new byte[32]));
    }

    [Fact]
    public void A_file_begins_as_all_event_files_do()
    {
        var file = File.ReadAllBytes(TensorBoard.Write(_folder, [], s_start, "host"));
        // 24 bytes of data, the check of that length, and the key of the wall time.
        Assert.Equal([24, 0, 0, 0, 0, 0, 0, 0, 0xA3, 0x7F, 0x4B, 0x22, 0x09], file[..13]);
        var only = Assert.Single(EventFileReader.Read(file));
        Assert.Equal(("brain.Event:2", 1714557600.5, 0L), (only.FileVersion, only.WallTime, only.Step));
        Assert.Empty(only.Scalars);
    }

    [Fact]
    public void The_file_is_named_after_start_and_host_and_stands_alone()
    {
        var path = TensorBoard.Write(Path.Combine(_folder, "new"), [Full(1)], s_start, "host");
        Assert.Equal("events.out.tfevents.1714557600.host.skeptic", Path.GetFileName(path));
        Assert.Equal(path, Assert.Single(Directory.GetFiles(Path.Combine(_folder, "new"))));
    }

    [Fact]
    public void Every_number_of_an_epoch_is_found_again()
    {
        var events = Written(Full(1), Full(300));
        Assert.Equal(3, events.Count);
        Assert.Equal((1, 1714557602.0), (events[1].Step, events[1].WallTime));
        Assert.Equal((300, 1714557603.5), (events[2].Step, events[2].WallTime));
        (string, float)[] expected =
        [
            ("accuracy/test", 0.9f), ("accuracy/validation", 0.6f), ("accuracy/given", 0.55f), ("accuracy/adjusted", 0.7f), ("accuracy/true", 0.8f),
            ("memorised", 0.25f), ("loss", 1.25f), ("learning-rate", 0.02f), ("seconds", 1.5f), ("images-per-second", 4321f),
            ("method/cdr.kept", 0f), ("method/sr.sparseRate", -0.125f),
        ];
        Assert.Equal(expected, events[1].Scalars);
        Assert.Equal(expected, events[2].Scalars);
        Assert.All(events.Skip(1), one => Assert.Null(one.FileVersion));
    }

    [Fact]
    public void What_is_not_known_has_no_tag()
    {
        var epoch = new EpochRecord { Epoch = 1, Phase = "main", LearningRate = 0.1, Training = new() { Loss = 2, GivenAccuracy = 0.5 }, Test = 0.4, Seconds = 1, SamplesPerSecond = 10 };
        Assert.Equal(["accuracy/test", "accuracy/given", "loss", "learning-rate", "seconds", "images-per-second"], Written(epoch)[1].Scalars.Select(one => one.Tag));
    }

    [Fact]
    public void Numbers_that_are_none_are_not_written()
    {
        var scalars = Written(Full(1) with { Validation = double.NaN, Training = new() { Loss = double.NaN, GivenAccuracy = 0.5 }, Method = new() { ["a.b"] = double.NaN, ["a.c"] = 3 } })[1].Scalars;
        Assert.Equal(["accuracy/test", "accuracy/given", "learning-rate", "seconds", "images-per-second", "method/a.c"], scalars.Select(one => one.Tag));
        Assert.DoesNotContain(scalars, one => float.IsNaN(one.Value));
    }

    [Fact]
    public void More_epochs_only_lengthen_the_file()
    {
        var before = File.ReadAllBytes(TensorBoard.Write(_folder, [Full(1)], s_start, "host"));
        var after = File.ReadAllBytes(TensorBoard.Write(_folder, [Full(1), Full(2)], s_start, "host"));
        Assert.Equal(before, after[..before.Length]);
        Assert.Single(Directory.GetFiles(_folder));
    }

    [Fact]
    public void A_failure_leaves_the_file_as_it_was()
    {
        var path = TensorBoard.Write(_folder, [Full(1)], s_start, "host");
        var before = File.ReadAllBytes(path);
        IEnumerable<EpochRecord> Broken()
        {
            yield return Full(1);
            throw new InvalidDataException("broken");
        }
        Assert.Throws<InvalidDataException>(() => TensorBoard.Write(_folder, Broken(), s_start, "host"));
        Assert.Equal(before, File.ReadAllBytes(Assert.Single(Directory.GetFiles(_folder))));
    }

    [Fact]
    public void A_run_has_one_file_with_the_epochs_it_has_had_wherever_it_goes_on()
    {
        TensorBoard.WriteRun(_folder, "here");
        Assert.Empty(Directory.GetDirectories(_folder));
        var log = Path.Combine(_folder, "events.jsonl");
        File.WriteAllText(log, """{"event":"start","schema":1,"time":"2024-05-01T12:00:00Z"}""" + "\n" + Line(1) + """{"event":"resume","schema":1,"time":"2024-05-02T12:00:00Z"}""" + "\n" + """{"event":"epo""");
        TensorBoard.WriteRun(_folder, "here.local");
        File.AppendAllText(log, "\n" + Line(2));
        TensorBoard.WriteRun(_folder, "elsewhere");
        var file = Assert.Single(Directory.GetFiles(Path.Combine(_folder, "tensorboard")));
        Assert.Equal("events.out.tfevents.1714564800.here.local.skeptic", Path.GetFileName(file));
        var events = EventFileReader.Read(File.ReadAllBytes(file));
        Assert.Equal([1L, 2L], events.Skip(1).Select(one => one.Step));
        Assert.All(events.Skip(1), one => Assert.Contains(("accuracy/test", 0.5f), one.Scalars));

        static string Line(int epoch) =>
            $$"""{"event":"epoch","schema":1,"epoch":{{epoch}},"phase":"main","learningRate":0.1,"training":{"loss":1,"givenAccuracy":0.5},"test":0.5,"seconds":1,"samplesPerSecond":1}""" + "\n";
    }

    [Fact]
    public void Tags_longer_than_a_byte_of_length_are_written_whole()
    {
        var name = "method.häufig" + new string('x', 300);
        Assert.Contains(($"method/{name}", 7f), Written(Full(1) with { Method = new() { [name] = 7 } })[1].Scalars);
    }

    private List<ReadEvent> Written(params EpochRecord[] epochs) => EventFileReader.Read(File.ReadAllBytes(TensorBoard.Write(_folder, epochs, s_start, "host")));

    private static EpochRecord Full(int epoch) => new()
    {
        Epoch = epoch,
        Phase = "main",
        LearningRate = 0.02,
        Training = new() { Loss = 1.25, GivenAccuracy = 0.55, AdjustedAccuracy = 0.7, TrueAccuracy = 0.8, Memorised = 0.25 },
        Validation = 0.6,
        Test = 0.9,
        Method = new() { ["sr.sparseRate"] = -0.125, ["cdr.kept"] = 0 },
        Seconds = 1.5,
        SamplesPerSecond = 4321,
    };
}
