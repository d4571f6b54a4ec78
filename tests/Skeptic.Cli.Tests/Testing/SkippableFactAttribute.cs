using Xunit.Abstractions;
using Xunit.Sdk;

namespace Skeptic.Cli.Tests.Testing;

/// <summary>A test that counts as skipped, with the reason, where it throws <see cref="SkippedException"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("Skeptic.Cli.Tests.Testing.SkippableDiscoverer", "Skeptic.Cli.Tests")]
public sealed class SkippableFactAttribute : FactAttribute;

public sealed class SkippableDiscoverer(IMessageSink sink) : IXunitTestCaseDiscoverer
{
    public IEnumerable<IXunitTestCase> Discover(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        [new SkippableTestCase(sink, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod)];
}

public sealed class SkippableTestCase : XunitTestCase
{
    [Obsolete("Called when the test case is handed between processes.")]
    public SkippableTestCase()
    {
    }

    public SkippableTestCase(IMessageSink sink, TestMethodDisplay display, TestMethodDisplayOptions options, ITestMethod method)
        : base(sink, display, options, method)
    {
    }

    public override async Task<RunSummary> RunAsync(IMessageSink diagnosticMessageSink, IMessageBus messageBus, object[] constructorArguments, ExceptionAggregator aggregator, CancellationTokenSource cancellationTokenSource)
    {
        var bus = new SkippingBus(messageBus);
        var summary = await base.RunAsync(diagnosticMessageSink, bus, constructorArguments, aggregator, cancellationTokenSource);
        summary.Failed -= bus.Skipped;
        summary.Skipped += bus.Skipped;
        return summary;
    }

    /// <summary>Hands all messages on, those of a test that skipped itself as such.</summary>
    private sealed class SkippingBus(IMessageBus inner) : IMessageBus
    {
        public int Skipped { get; private set; }

        public bool QueueMessage(IMessageSinkMessage message)
        {
            if (message is not ITestFailed failed || failed.ExceptionTypes[0] != typeof(SkippedException).FullName) return inner.QueueMessage(message);
            Skipped++;
            return inner.QueueMessage(new TestSkipped(failed.Test, failed.Messages[0]));
        }

        public void Dispose()
        {
            // The one whose messages are handed on ends by itself.
        }
    }
}
