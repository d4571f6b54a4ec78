namespace Skeptic.Cli.Demo;

/// <summary>Jobs over a fixed number of threads, first come, first served.</summary>
internal static class RunQueue
{
    /// <summary>
    /// Does all <paramref name="jobs"/>, at most <paramref name="workers"/> at a time, each on a thread of its own kind. When one
    /// fails the others are asked to stop, and the first failure is the task's. A cancelled queue starts no further job.
    /// </summary>
    public static async Task Run(IReadOnlyList<Action<CancellationToken>> jobs, int workers, CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var next = -1;
        Exception? failure = null;

        void Work()
        {
            while (!stop.IsCancellationRequested && Interlocked.Increment(ref next) is var job && job < jobs.Count)
            {
                try
                {
                    jobs[job](stop.Token);
                }
                catch (Exception e)
                {
                    Interlocked.CompareExchange(ref failure, e, null);
                    stop.Cancel();
                }
            }
        }

        await Task.WhenAll(Enumerable.Range(0, Math.Min(workers, jobs.Count)).Select(_ =>
            Task.Factory.StartNew(Work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))).ConfigureAwait(false);
        if (failure is not null) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
    }
}
