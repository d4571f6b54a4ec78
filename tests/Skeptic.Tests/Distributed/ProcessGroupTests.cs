using Skeptic.Torch;
using Skeptic.Torch.Distributed;

namespace Skeptic.Tests;

public sealed class ProcessGroupTests
{
    [GroupTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_sum_is_that_of_all_members_in_each(int size)
    {
        var sums = Together.Do(size, group =>
        {
            using var scope = Scope.Open();
            var tensor = Tensor.From<float>([1, group.Rank, 0.5f], [3]);
            group.Sum(tensor);
            return tensor.ToArray<float>();
        });
        foreach (var sum in sums) Assert.Equal([size, size * (size - 1) / 2, 0.5f * size], sum);
    }

    [GroupFact]
    public void Whole_numbers_and_numbers_that_are_none_are_added_too()
    {
        var sums = Together.Do(2, group =>
        {
            using var scope = Scope.Open();
            var (whole, not) = (Tensor.From<long>([group.Rank + 40], [1]), Tensor.From<float>([group.Rank == 0 ? float.NaN : 1, 1], [2]));
            group.Sum(whole);
            group.Sum(not);
            return (whole.ToInt64(), not.ToArray<float>());
        });
        Assert.All(sums, sum => Assert.Equal(81, sum.Item1));
        Assert.All(sums, sum => Assert.Equal([float.NaN, 2], sum.Item2));
    }

    [GroupFact]
    public void What_is_handed_round_and_sent_arrives()
    {
        var got = Together.Do(3, group =>
        {
            using var scope = Scope.Open();
            var round = Tensor.From<float>([group.Rank], [1]);
            group.Broadcast(round, root: 2);
            var sent = Tensor.From<float>([10 + group.Rank, group.Rank], [2]);
            if (group.Rank > 0) group.Send(sent, 0);
            var all = sent.ToArray<float>().ToList();
            for (var other = 1; group.Rank == 0 && other < 3; other++)
            {
                group.Receive(sent, other);
                all.AddRange(sent.ToArray<float>());
            }
            return (round.ToDouble(), all);
        });
        Assert.All(got, one => Assert.Equal(2, one.Item1));
        Assert.Equal([10, 0, 11, 1, 12, 2], got[0].all);
    }

    [GroupFact]
    public void What_is_so_in_one_member_is_heard_by_all() =>
        Assert.Equal([(true, false), (true, false)], Together.Do(2, group => (group.Any(group.Rank == 1, Device.Cpu), group.Any(false, Device.Cpu))));

    [GroupFact]
    public void A_member_that_is_gone_is_told()
    {
        var told = Together.Do(2, group =>
        {
            group.Sum(1, Device.Cpu);
            if (group.Rank == 1)
            {
                group.Dispose();
                return null;
            }
            return Assert.Throws<PeerLostException>(() => group.Sum(1, Device.Cpu)).Message;
        });
        Assert.StartsWith("process 0 of 2 lost another one while adding up (", told[0]);
    }

    [GroupFact]
    public void A_group_that_does_not_come_together_says_who_waited_where()
    {
        var port = Together.FreePort();
        var alone = Assert.Throws<GroupException>(() => ProcessGroup.Join(new Membership(0, 2, 0, 2, "127.0.0.1", port) { Joining = TimeSpan.FromSeconds(1) }, Device.Cpu));
        Assert.StartsWith($"process 0 of 2 could not meet the others at 127.0.0.1:{port}: ", alone.Message);
    }

    [GroupFact]
    public void A_tensor_that_cannot_be_sent_is_refused_without_losing_the_group()
    {
        var sums = Together.Do(2, group =>
        {
            using var scope = Scope.Open();
            var refused = Assert.Throws<GroupException>(() => group.Sum(Tensor.Zeros([2, 3]).Transpose()));
            Assert.Equal("adding up over 2 processes: the tensor is not contiguous", refused.Message);
            Assert.Contains("no other process", Assert.Throws<GroupException>(() => group.Send(Tensor.Zeros([1]), group.Rank)).Message);
            return group.Sum(2, Device.Cpu);
        });
        Assert.Equal([4, 4], sums);
    }

    [GroupFact]
    public void Where_there_is_no_NCCL_a_group_of_CUDA_devices_says_so()
    {
        if (ProcessGroup.Describe()!["nccl"] == "yes") return;
        var refused = Assert.Throws<GroupException>(() => ProcessGroup.Join(new Membership(0, 1, 0, 1, "127.0.0.1", Together.FreePort()), Device.Cuda()));
        Assert.StartsWith("this build has no NCCL; ", refused.Message);
    }
}
