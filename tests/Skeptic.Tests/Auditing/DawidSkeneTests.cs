using FsCheck;
using FsCheck.Fluent;
using Skeptic.Auditing;
using Skeptic.Data;
using Skeptic.Randomness;

namespace Skeptic.Tests;

public sealed class DawidSkeneTests
{
    [Fact]
    public void Good_annotators_outvote_many_poor_ones()
    {
        // Two annotators who are nearly always right, three who guess: the majority is often wrong.
        double[] skills = [0.97, 0.95, 0.4, 0.4, 0.4];
        var (answers, truth) = Simulate(1, 2000, 3, skills);
        var fit = DawidSkene.Fit(answers, 2000, 5, 3);
        Assert.True(fit.Converged);
        Assert.InRange(Right(truth, fit.Consensus), 0.95, 1);
        Assert.InRange(Right(truth, i => Majority(answers, i, 3)), 0, 0.9);
        for (var annotator = 0; annotator < 5; annotator++)
            Assert.InRange(fit.Quality(annotator), skills[annotator] - 0.04, skills[annotator] + 0.04);
    }

    [Fact]
    public void Confusions_are_recovered_and_rows_sum_to_one()
    {
        var (answers, _) = Simulate(2, 4000, 3, [0.8, 0.7, 0.9, 0.75]);
        var fit = DawidSkene.Fit(answers, 4000, 4, 3);
        for (var k = 0; k < 3; k++)
        {
            Assert.InRange(fit.Confusions[0][k, k], 0.76, 0.84);
            Assert.InRange(fit.Confusions[0][k, (k + 1) % 3], 0.07, 0.13);
            Assert.Equal(1, Enumerable.Range(0, 3).Sum(j => fit.Confusions[0][k, j]), 1e-12);
            Assert.InRange(fit.Prior[k], 0.29, 0.37);
        }
    }

    [Fact]
    public void The_likelihood_never_falls() => ForAny((answers, samples) =>
    {
        var previous = double.NegativeInfinity;
        for (var iterations = 1; iterations <= 12; iterations++)
        {
            var likelihood = DawidSkene.Fit(answers, samples, 4, 3, new ConsensusOptions(iterations, Tolerance: 0)).LogLikelihood;
            Assert.InRange(likelihood, previous - 1e-9 * Math.Abs(previous), double.MaxValue);
            previous = likelihood;
        }
    });

    [Fact]
    public void The_order_of_answers_does_not_matter() => ForAny((answers, samples) =>
    {
        var turned = answers.ToArray();
        new RandomStream(1).Shuffle(turned.AsSpan());
        var (a, b) = (Fit(answers, samples), Fit(turned, samples));
        for (var i = 0; i < samples; i++)
            for (var k = 0; k < 3; k++) Assert.Equal(a.Posterior(i)[k], b.Posterior(i)[k], 1e-6);

        static DawidSkene Fit(IReadOnlyList<Answer> some, int samples) => DawidSkene.Fit(some, samples, 4, 3, new ConsensusOptions(5, Tolerance: 0));
    });

    [Fact]
    public void Answers_that_all_agree_are_certain()
    {
        Answer[] answers = [.. from i in Enumerable.Range(0, 30) from a in Enumerable.Range(0, 3) select new Answer(i, a, i % 2)];
        var fit = DawidSkene.Fit(answers, 30, 3, 2);
        for (var i = 0; i < 30; i++) Assert.Equal(1, fit.Posterior(i)[i % 2], 1e-12);
        Assert.All(Enumerable.Range(0, 3), a => Assert.Equal(1, fit.Quality(a), 1e-12));
    }

    [Fact]
    public void One_annotator_is_believed()
    {
        var fit = DawidSkene.Fit([new(0, 0, 1), new(1, 0, 0), new(2, 0, 1)], 3, 1, 2);
        Assert.Equal([1, 0, 1], Enumerable.Range(0, 3).Select(fit.Consensus));
    }

    [Theory]
    [InlineData(5, 0, 0, "about sample 5")]
    [InlineData(0, 3, 0, "by annotator 3")]
    [InlineData(0, 0, 2, "calls sample 0 2")]
    [InlineData(0, 0, -1, "calls sample 0 -1")]
    [InlineData(0, 0, 0, "sample 1 has no answer")]
    public void Answers_out_of_range_are_refused(int sample, int annotator, int label, string expected)
        => Assert.Contains(expected, Assert.Throws<DataException>(() => DawidSkene.Fit([new(sample, annotator, label)], 2, 3, 2)).Message);

    private static (Answer[] Answers, int[] Truth) Simulate(ulong seed, int samples, int classes, double[] skills)
    {
        var random = new RandomStream(seed);
        int[] truth = [.. Enumerable.Range(0, samples).Select(_ => random.NextInt(classes))];
        return ([.. from i in Enumerable.Range(0, samples)
                    from a in Enumerable.Range(0, skills.Length)
                    let wrong = (truth[i] + 1 + random.NextInt(classes - 1)) % classes
                    select new Answer(i, a, random.NextDouble() < skills[a] ? truth[i] : wrong)], truth);
    }

    private static double Right(int[] truth, Func<int, int> said) => truth.Where((label, i) => said(i) == label).Count() / (double)truth.Length;

    private static int Majority(Answer[] answers, int sample, int classes)
        => Enumerable.Range(0, classes).MaxBy(k => answers.Count(answer => answer.Sample == sample && answer.Label == k));

    private static void ForAny(Action<Answer[], int> body) => Prop.ForAll(
        (from seed in Gen.Choose(0, int.MaxValue) from samples in Gen.Choose(2, 40) select (seed, samples)).ToArbitrary(),
        one => body(Simulate((ulong)one.seed, one.samples, 3, [0.9, 0.6, 0.5, 0.7]).Answers, one.samples)).QuickCheckThrowOnFailure();
}
