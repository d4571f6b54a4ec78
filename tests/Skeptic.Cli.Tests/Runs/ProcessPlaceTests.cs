using Skeptic.Cli.Runs;
using Skeptic.Torch.Distributed;

namespace Skeptic.Cli.Tests.Runs;

public sealed class ProcessPlaceTests
{
    [Fact]
    public void Torchruns_environment_says_which_process_this_is()
    {
        Dictionary<string, string> torchrun = new() { ["WORLD_SIZE"] = "4", ["RANK"] = "3", ["LOCAL_RANK"] = "1", ["LOCAL_WORLD_SIZE"] = "2", ["MASTER_ADDR"] = "node1", ["MASTER_PORT"] = "29500" };
        Assert.Equal(new Membership(3, 4, 1, 2, "node1", 29_500), ProcessPlace.Of("auto", torchrun.GetValueOrDefault));
        Assert.Null(ProcessPlace.Of("none", torchrun.GetValueOrDefault));
        torchrun[ProcessPlace.PeerTimeoutVariable] = "90";
        Assert.Equal(TimeSpan.FromSeconds(90), ProcessPlace.Of("auto", torchrun.GetValueOrDefault)!.Patience);
        torchrun["WORLD_SIZE"] = "1";
        Assert.Null(ProcessPlace.Of("auto", torchrun.GetValueOrDefault));
        Assert.Null(ProcessPlace.Of("auto", _ => null));
    }

    [Fact]
    public void A_task_of_Slurms_joins_only_where_it_is_told_to()
    {
        Dictionary<string, string> slurm = new()
        {
            ["SLURM_NTASKS"] = "5", ["SLURM_PROCID"] = "4", ["SLURM_LOCALID"] = "0", ["SLURM_NODEID"] = "2", ["SLURM_STEP_NUM_NODES"] = "3",
            ["SLURM_STEP_NODELIST"] = "gpu[07-09]", ["SLURM_STEP_TASKS_PER_NODE"] = "2(x2),1", ["SLURM_JOB_ID"] = "123456", ["SLURM_STEP_ID"] = "2",
        };
        Assert.Null(ProcessPlace.Of("auto", slurm.GetValueOrDefault));
        Assert.Equal(new Membership(4, 5, 0, 1, "gpu07", 20_000 + (123_456 + 202) % 20_000), ProcessPlace.Of("slurm", slurm.GetValueOrDefault));
        slurm["SLURM_STEP_NUM_NODES"] = "1";
        slurm["MASTER_PORT"] = "1234";
        Assert.Equal(("127.0.0.1", 1234), (ProcessPlace.Of("slurm", slurm.GetValueOrDefault)!.Address, ProcessPlace.Of("slurm", slurm.GetValueOrDefault)!.Port));
        slurm["SLURM_NTASKS"] = "1";
        Assert.Null(ProcessPlace.Of("slurm", slurm.GetValueOrDefault));
    }

    [Theory]
    [InlineData("a", "a")]
    [InlineData("a,b", "a")]
    [InlineData("node[07-09,12],other", "node07")]
    [InlineData("r[1-2]n[3-4]", "r1n3")]
    [InlineData("gpu[3]x,b", "gpu3x")]
    public void The_first_host_of_Slurms_list_is_where_they_meet(string nodes, string host) => Assert.Equal(host, SlurmPlace.FirstHost(nodes));

    [Fact]
    public void Tasks_of_nodes_are_read_as_Slurm_writes_them() => Assert.Equal([2, 2, 2, 1], SlurmPlace.Tasks("2(x3),1"));

    [Theory]
    [InlineData("RANK is not set, and training over several processes needs it; start them by skeptic launch, torchrun or srun", "auto", "WORLD_SIZE=2")]
    [InlineData("WORLD_SIZE is 'two'; it must be a whole number of at least 0", "auto", "WORLD_SIZE=two")]
    [InlineData("SKEPTIC_PEER_TIMEOUT is 0; it must be a whole number of seconds above 0", "auto", "WORLD_SIZE=2", "RANK=1", "MASTER_ADDR=a", "MASTER_PORT=1", "SKEPTIC_PEER_TIMEOUT=0")]
    [InlineData("this is process 2 of 2, 2 of 2 on its machine: they are counted from 0, so that cannot be", "auto", "WORLD_SIZE=2", "RANK=2", "MASTER_ADDR=a", "MASTER_PORT=1")]
    [InlineData("--distributed slurm: SLURM_PROCID is not set, so this is no task of Slurm's; start it by srun", "slurm")]
    [InlineData("--distributed is 'mpi'; it must be auto, slurm or none", "mpi")]
    public void An_environment_that_says_too_little_is_refused(string sentence, string by, params string[] variables)
    {
        var environment = variables.ToDictionary(text => text.Split('=')[0], text => text.Split('=')[1]);
        Assert.Equal(sentence, Assert.Throws<UsageException>(() => ProcessPlace.Of(by, environment.GetValueOrDefault)).Message);
    }
}
