using System.Diagnostics;
using Skeptic.Torch;

namespace Skeptic.Training;

/// <summary>
/// Trains one run from wherever it stands to its end. Blocking; give it a thread of its own and set <see cref="Engine.Threads"/>
/// before. Several runs may train side by side on one <see cref="Workplace"/>.
/// </summary>
public static class Trainer
{
    /// <param name="directory">
    /// Where the run is kept; null keeps nothing. A finished run is read back, a stopped one goes on from its checkpoint.
    /// </param>
    /// <param name="cancel">Finishes the step, saves, and returns <see cref="RunStatus.Interrupted"/>.</param>
    public static RunOutcome Train(
        Recipe recipe, Workplace workplace, RunDirectory? directory, IProgress<RunEvent>? progress = null, CancellationToken cancel = default)
    {
        if (directory?.ReadResult() is { } stored) return new RunOutcome(RunStatus.Finished, stored, directory.ReadEpochs());
        // Runs side by side on a GPU each have a queue of their own; the data were waited for when they were uploaded.
        using var stream = DeviceStream.Own(workplace.Device);
        using var run = new Run(recipe, workplace);
        return Continue(run, directory, progress, cancel);
    }

    /// <summary>Trains a run that the caller owns and may look at afterwards.</summary>
    internal static RunOutcome Continue(Run run, RunDirectory? directory, IProgress<RunEvent>? progress = null, CancellationToken cancel = default)
    {
        using var journal = new RunJournal(run, directory);
        return new Session(run, journal, progress, cancel).Go();
    }

    private sealed class Session(Run run, RunJournal journal, IProgress<RunEvent>? progress, CancellationToken cancel)
    {
        private static readonly TimeSpan s_reportEvery = TimeSpan.FromMilliseconds(200);
        private readonly HashSet<string> _told = [];
        private readonly Stopwatch _sinceReport = Stopwatch.StartNew();

        internal RunOutcome Go()
        {
            var at = journal.Resume();
            var fresh = at is null;
            at ??= new Checkpoint { UntrainedTest = run.Test.Accuracy(run.Networks, run.Group) };
            journal.Start(at, fresh);
            progress?.Report(new RunStarted(run.Facts(at.UntrainedTest), fresh ? null : (at.Epochs, at.Step)));

            while (at.Epochs < run.Recipe.Epochs && !IsPatienceOver())
            {
                if (Epoch(at, out var record) is not { } next) return Interrupted();
                at = next;
                progress?.Report(new EpochDone(record!));
                if (!IsStopped()) continue;
                journal.Stop(at);
                return Interrupted();
            }
            run.RestoreBest();
            return new RunOutcome(RunStatus.Finished, journal.Finish(at), journal.Epochs);
        }

        /// <summary>Whether this process, or another of its group, was asked to stop.</summary>
        private bool IsStopped() => run.Group?.Any(cancel.IsCancellationRequested) ?? cancel.IsCancellationRequested;

        /// <summary>Whether the best epoch by validation lies as far back as the recipe waits.</summary>
        private bool IsPatienceOver() =>
            run.Recipe.Patience > 0 && journal.BestByValidation is { } best && journal.Epochs[^1].Epoch - best.Epoch >= run.Recipe.Patience;

        private RunOutcome Interrupted() => new(RunStatus.Interrupted, null, journal.Epochs);

        /// <summary>Trains to the end of the epoch, or to where it was asked to stop: then it is saved, and there is no record.</summary>
        private Checkpoint? Epoch(Checkpoint at, out EpochRecord? record)
        {
            using var scope = Scope.Open();
            var whole = Stopwatch.StartNew();
            var clock = new Clock(at.Epochs, run.Recipe.Epochs);
            // An epoch under way has begun already.
            if (at.Plan is not { } plan)
            {
                plan = run.Method.Plan(run, clock);
                run.ShareEstimates();
                if (plan.Fresh) run.Renew(clock.Epoch);
            }
            var rate = run.Schedule.Factor(at.Epochs) * plan.LearningRateScale;
            run.SetOptimisers(clock.Epoch, rate);

            var divergence = new Divergence(run.Device);
            var training = Stopwatch.StartNew();
            long trained = 0;
            for (var p = at.Pass; p < plan.Passes.Count; p++)
            {
                var done = Pass(plan, p, p == at.Pass ? at.Step : 0, clock, rate, divergence, training, ref trained);
                if (done is not { } step) continue;
                divergence.Check(run, at.Epochs + 1);
                run.Reconcile();
                // Here, while the scope still holds the samples of the plan.
                journal.Stop(at with
                {
                    Plan = plan, Pass = p, Step = step, Seconds = at.Seconds + whole.Elapsed.TotalSeconds,
                    EpochTrainingSeconds = at.EpochTrainingSeconds + training.Elapsed.TotalSeconds,
                });
                record = null;
                return null;
            }
            training.Stop();
            run.NetworksChanged();
            run.Reconcile();
            if (run.Method.Mixes) run.Watch.Look(run.LogitsOf(run.Networks[0]));
            Engine.Synchronize(run.Device);
            divergence.Check(run, at.Epochs + 1);
            var seconds = at.EpochTrainingSeconds + training.Elapsed.TotalSeconds;
            long all = plan.Passes.Sum(pass => pass.Samples?.Count ?? run.Training.Count);
            record = new EpochRecord
            {
                Epoch = at.Epochs + 1,
                Phase = plan.Phase,
                LearningRate = run.Recipe.Optimiser.LearningRate * rate,
                Training = run.Watch.Numbers(run.Method.ChangesOutputs && !run.Method.Mixes),
                Validation = run.Validation?.Accuracy(run.Networks, run.Group),
                Test = run.Test.Accuracy(run.Networks, run.Group),
                Method = run.Method.Numbers(clock),
                Seconds = at.EpochTrainingSeconds + whole.Elapsed.TotalSeconds,
                SamplesPerSecond = all / seconds,
            };
            if (record.Validation is { } reached && !(journal.BestByValidation?.Validation >= reached)) run.KeepBest();
            var next = new Checkpoint { Epochs = at.Epochs + 1, Seconds = at.Seconds + whole.Elapsed.TotalSeconds, UntrainedTest = at.UntrainedTest };
            journal.EpochDone(record, next);
            return next;
        }

        /// <returns>The number of steps done where the pass was stopped early; null at its end.</returns>
        private int? Pass(EpochPlan plan, int number, int from, Clock clock, double rate, Divergence divergence, Stopwatch training, ref long trained)
        {
            using var scope = Scope.Open();
            var pass = plan.Passes[number];
            using var samples = run.Training.InOrder(run.Sampler.Order(pass, (int)run.Training.Count, clock.Epoch, number, run.Device), run.Views(clock));
            using var beside = BesideBatches.Of(run, pass, clock, number);
            using var runner = new StepRunner(run, clock, pass, rate, divergence);
            var all = pass.Samples?.Count ?? run.Training.Count;
            var steps = run.Sampler.Steps(all);
            for (var step = from; step < steps; step++)
            {
                if (run.Group?.StopHeard ?? cancel.IsCancellationRequested) return step;
                if (run.Group is { } group) group.StopAsked = cancel.IsCancellationRequested;
                beside?.Reach(step);
                using var inner = Scope.Open();
                var (start, count) = run.Sampler.Range(all, step);
                var batch = samples.Batch(start, count, number, step, run.Sampler.Parts(all, step)) with { Steps = steps, Whole = run.Sampler.Whole(all, step), Start = run.Sampler.Start(all, step), Beside = beside?.At(step) };
                samples.Ahead(run.Sampler, all, step);
                run.Reseed(clock.Epoch, number, step);
                if (runner.Take(batch) is { } why) OneByOne(why);
                trained += batch.Whole;
                Report(plan, number, clock, step + 1, steps, trained / training.Elapsed.TotalSeconds);
            }
            return null;
        }

        /// <summary>Says once for every reason that steps are not repeated by a graph.</summary>
        private void OneByOne(string why)
        {
            if (!_told.Add(why)) return;
            journal.Note($"steps run without CUDA graph: {why}");
            progress?.Report(new RunNote($"steps run without CUDA graph: {why}"));
        }

        private void Report(EpochPlan plan, int pass, Clock clock, int step, int steps, double speed)
        {
            if (progress is null || _sinceReport.Elapsed < s_reportEvery) return;
            _sinceReport.Restart();
            var ofEpoch = (pass + (double)step / steps) / plan.Passes.Count;
            progress.Report(new RunProgress(clock.Epoch + 1, clock.Epochs, step, steps, (clock.Epoch + ofEpoch) / clock.Epochs, speed));
        }
    }
}
