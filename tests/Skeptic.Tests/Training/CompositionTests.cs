using Skeptic.Methods;
using Skeptic.Settings;
using Skeptic.Training;

namespace Skeptic.Tests;

public sealed class CompositionTests
{
    [Fact]
    public void Two_losses_are_refused_in_a_sentence() =>
        Assert.Equal("gce and sop both decide the loss; a run has one, so choose between them", Assert.Throws<CompositionException>(() => Compose("gce+sop")).Message);

    [Theory]
    [InlineData("sop+gce", "sop and gce both decide the loss; a run has one, so choose between them")]
    [InlineData("sop+ce", "sop and ce both decide the loss; a run has one, so choose between them")]
    [InlineData("label-smoothing+sop", "sop compares with the labels as they are given, and label-smoothing changes what a loss compares with; choose between them")]
    [InlineData("sop+backward-correction", "sop compares with the labels as they are given, and backward-correction changes what a loss compares with; choose between them")]
    [InlineData("forward-correction+backward-correction", "forward-correction and backward-correction both decide the plan of an epoch; a run has one, so choose between them")]
    [InlineData("co-teaching+co-teaching-plus", "co-teaching and co-teaching-plus both decide how two networks teach each other; choose between them")]
    [InlineData("jocor+co-teaching+", "jocor and co-teaching-plus both decide how two networks teach each other; choose between them")]
    [InlineData("co-teaching+elr+", "co-teaching and elr-plus both decide how two networks teach each other; choose between them")]
    [InlineData("divide-mix+co-teaching", "divide-mix and co-teaching both decide how two networks teach each other; choose between them")]
    [InlineData("sop+divide-mix", "sop keeps 'u' for every sample, and divide-mix trains on mixtures of samples; choose between them")]
    [InlineData("elr-plus+mixup", "elr-plus keeps 'target' for every sample, and mixup trains on mixtures of samples; choose between them")]
    [InlineData("elr-plus+nlnl", "nlnl keeps 'nlnl-history' for every sample, and elr-plus trains on mixtures of samples; choose between them")]
    [InlineData("co-teaching-plus+mixup+sop", "sop keeps 'u' for every sample, and mixup trains on mixtures of samples; choose between them")]
    public void What_cannot_be_together_is_refused_in_a_sentence(string methods, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<CompositionException>(() => Compose(methods)).Message);

    [Theory]
    [InlineData("nce+mae")]
    [InlineData("ce+rce+nl")]
    [InlineData("label-smoothing+bootstrap-hard+focal+sr")]
    [InlineData("elr+sr")]
    [InlineData("gce+forward-correction+aux")]
    [InlineData("gce+co-teaching")]
    [InlineData("ce+sr+co-teaching")]
    [InlineData("cdr+co-teaching-plus")]
    [InlineData("gce+sr+jocor")]
    [InlineData("cdr+divide-mix")]
    [InlineData("sce+sr+divide-mix")]
    [InlineData("gce+elr-plus")]
    [InlineData("cdr+sr+elr-plus")]
    public void What_goes_together_composes(string methods) => Assert.Equal(methods.Count(c => c == '+') + 1, Compose(methods).Parts.Count);

    [Theory]
    [InlineData("gce+gce", "gce")]
    [InlineData("aux+cdr+aux", "aux")]
    public void A_method_named_twice_is_refused(string methods, string twice) =>
        Assert.Equal($"method '{methods}' names {twice} twice", Assert.Throws<SettingsException>(() => TinyRun.Recipe(methods)).Message);

    [Theory]
    [InlineData("co-teaching+", "co-teaching-plus")]
    [InlineData("elr+", "elr-plus")]
    [InlineData("elr++cdr", "elr-plus,cdr")]
    [InlineData("elr+cdr", "elr,cdr")]
    [InlineData("cdr+co-teaching+", "cdr,co-teaching-plus")]
    public void A_plus_with_nothing_behind_it_belongs_to_the_name(string methods, string keys) =>
        Assert.Equal(keys.Split(','), MethodCatalogue.Parse(methods).Select(entry => entry.Key));

    [Fact]
    public void A_method_that_does_not_exist_is_refused_with_the_nearest()
    {
        var refused = Assert.Throws<SettingsException>(() => TinyRun.Recipe("cdr+co-teching")).Message;
        Assert.Contains("there is no method 'co-teching'", refused);
        Assert.Contains("co-teaching", refused[refused.IndexOf('.')..]);
    }

    [Fact]
    public void Options_of_a_method_that_takes_no_part_are_refused() =>
        Assert.Equal("method.sop: this run uses cdr+aux, not sop, so its options have no effect",
            Assert.Throws<SettingsException>(() => TinyRun.Recipe("cdr+aux", "method.sop.learningRateU=1")).Message);

    [Fact]
    public void Options_that_are_no_options_are_refused()
    {
        Assert.Contains("method.aux", Assert.Throws<SettingsException>(() => TinyRun.Recipe("aux", "method.aux=8")).Message);
        Assert.Contains("method.ce", Assert.Throws<SettingsException>(() => TinyRun.Recipe("ce", "method.ce.rate=8")).Message);
    }

    [Fact]
    public void An_unknown_option_is_refused_with_the_nearest()
    {
        var refused = Assert.Throws<SettingsException>(() => TinyRun.Recipe("aux", "method.aux.lambdo=8")).Message;
        Assert.Contains("method.aux.lambdo", refused);
        Assert.Contains("method.aux.lambda", refused);
    }

    [Fact]
    public void Methods_that_need_a_noise_rate_ask_for_it_where_nobody_knows_it()
    {
        foreach (var (method, setting) in new[] { ("cdr", "method.cdr.noiseRate"), ("co-teaching", "method.co-teaching.forgetRate"), ("co-teaching-plus", "method.co-teaching-plus.forgetRate"), ("jocor", "method.jocor.forgetRate") })
        {
            var refused = Assert.Throws<CompositionException>(() => MethodCatalogue.Compose(method, [], new Needs(10, 3, null)));
            Assert.Contains($"--set {setting}=RATE", refused.Message);
        }
    }

    [Fact]
    public void Two_methods_that_keep_the_same_rows_are_refused()
    {
        var needs = new Needs(10, 3, null);
        needs.Memory("rows", 1);
        Assert.Contains("both keep 'rows'", Assert.Throws<CompositionException>(() => needs.Memory("rows", 2)).Message);
    }

    [Fact]
    public void The_largest_request_for_networks_wins()
    {
        var needs = new Needs(10, 3, 0.2);
        needs.Networks(3);
        MethodCatalogue.Compose("co-teaching", [], needs);
        Assert.Equal(3, needs.NetworkCount);
    }

    private static Composition Compose(string methods) => MethodCatalogue.Compose(methods, [], new Needs(10, 3, 0.2));
}
