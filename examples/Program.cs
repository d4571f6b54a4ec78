using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SkepticExamples;
using Skeptic.Training;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) => (pressed.Cancel, _) = (true, stop.CancelAsync());
ILogger logger = NullLogger.Instance;

var issues = AuditProbabilities.Run(new[,] { { 0.9, 0.1 }, { 0.8, 0.2 }, { 0.95, 0.05 }, { 0.1, 0.9 } }, [0, 0, 1, 1], ["cat", "dog"], "audit", stop.Token);
foreach (var (sample, given, suggested) in issues) Console.WriteLine($"sample {sample}: {given} is probably {suggested}");

var run = await TrainRobustly.Run("runs/example", logger, new Progress<RunEvent>(_ => { }), stop.Token);
Console.WriteLine($"test accuracy {run.Result.Last.Accuracy:P1}");
