using Skeptic.Cli.Demo;

namespace Skeptic.Cli.Tests.Demo;

public class RunQueueTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Every_job_is_done_once()
    {
        var done = new int[9];
        await RunQueue.Run([.. Enumerable.Range(0, 9).Select(i => (Action<CancellationToken>)(_ => Interlocked.Increment(ref done[i])))], workers: 4, default);
        Assert.All(done, count => Assert.Equal(1, count));
    }

    [Fact]
    public async Task Two_workers_work_side_by_side_and_never_three()
    {
        using var both = new Barrier(2);
        var (now, most) = (0, 0);
        var jobs = Enumerable.Range(0, 4).Select(_ => (Action<CancellationToken>)(stop =>
        {
            most = Math.Max(most, Interlocked.Increment(ref now));
            // Passes only when two jobs are here at a time.
            Assert.True(both.SignalAndWait(s_patience, stop));
            Interlocked.Decrement(ref now);
        }));
        await RunQueue.Run([.. jobs], workers: 2, default).WaitAsync(s_patience);
        Assert.Equal(2, most);
    }

    [Fact]
    public async Task A_failure_stops_the_others_and_is_the_one_that_is_heard_of()
    {
        using var running = new ManualResetEventSlim();
        var third = false;
        Action<CancellationToken>[] jobs =
        [
            stop =>
            {
                running.Set();
                Assert.True(stop.WaitHandle.WaitOne(s_patience));
            },
            stop =>
            {
                running.Wait(s_patience, stop);
                throw new InvalidDataException("the first");
            },
            _ => third = true,
        ];
        var failure = await Assert.ThrowsAsync<InvalidDataException>(() => RunQueue.Run(jobs, workers: 2, default));
        Assert.Equal("the first", failure.Message);
        Assert.False(third);
    }

    [Fact]
    public async Task A_cancelled_queue_lets_its_jobs_end_and_starts_no_other()
    {
        using var cancel = new CancellationTokenSource();
        var (ended, second) = (false, false);
        await RunQueue.Run(
            [
                stop =>
                {
                    cancel.Cancel();
                    ended = stop.IsCancellationRequested;
                },
                _ => second = true,
            ],
            workers: 1, cancel.Token);
        Assert.True(ended);
        Assert.False(second);
    }
}
