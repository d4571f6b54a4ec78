using System.Runtime.CompilerServices;
using Skeptic.Torch.Tests.Testing;

namespace Skeptic.Torch.Tests;

public class ScopeTests
{
    [Fact]
    public void A_scope_frees_what_was_made_in_it()
    {
        var before = Live.Tensors();
        Tensor tensor;
        using (var scope = Scope.Open())
        {
            tensor = Tensor.Ones([2]) + 1;
            Assert.Equal(2, scope.Count);
            Assert.Equal(before + 2, Scope.LiveTensors);
        }
        Assert.Equal(before, Scope.LiveTensors);
        var error = Assert.Throws<ObjectDisposedException>(() => tensor.Sum());
        Assert.Contains("freed, most likely by the scope", error.Message);
    }

    [Fact]
    public void Inner_scopes_free_only_their_own_tensors()
    {
        using var outer = Scope.Open();
        var kept = Tensor.Ones([2]);
        Tensor inner;
        using (Scope.Open()) inner = kept + 1;
        Assert.Equal([1, 1], kept.ToArray<float>());
        Assert.Throws<ObjectDisposedException>(() => inner.ToArray<float>());
        Assert.Equal(1, outer.Count);
    }

    [Fact]
    public void Keep_hands_a_tensor_to_the_scope_around()
    {
        using var outer = Scope.Open();
        Tensor kept;
        using (var inner = Scope.Open()) kept = inner.Keep(Tensor.Ones([2]));
        Assert.Equal([1, 1], kept.ToArray<float>());
        Assert.Equal(1, outer.Count);
    }

    [Fact]
    public void Keep_from_the_outermost_scope_hands_a_tensor_to_the_caller()
    {
        var before = Live.Tensors();
        Tensor kept;
        using (var scope = Scope.Open()) kept = scope.Keep(Tensor.Ones([2]));
        Assert.Equal([1, 1], kept.ToArray<float>());
        kept.Dispose();
        Assert.Equal(before, Scope.LiveTensors);
    }

    [Fact]
    public void An_unscoped_tensor_survives_every_scope()
    {
        Tensor tensor;
        using (Scope.Open())
        using (Scope.Open())
            tensor = Tensor.Ones([2]).Unscoped();
        Assert.Equal([1, 1], tensor.ToArray<float>());
        tensor.Dispose();
        Assert.Throws<ObjectDisposedException>(() => tensor.ToArray<float>());
    }

    [Fact]
    public void A_tensor_disposed_early_is_freed_once()
    {
        var before = Live.Tensors();
        using (var scope = Scope.Open())
        {
            var tensor = Tensor.Ones([2]);
            tensor.Dispose();
            tensor.Dispose();
            Assert.Equal(before, Scope.LiveTensors);
            Assert.Equal(0, scope.Count);
        }
        Assert.Equal(before, Scope.LiveTensors);
    }

    [Fact]
    public void Closing_an_outer_scope_first_is_refused()
    {
        var outer = Scope.Open();
        var inner = Scope.Open();
        Assert.Contains("reverse order", Assert.Throws<InvalidOperationException>(outer.Dispose).Message);
        inner.Dispose();
        outer.Dispose();
    }

    [Fact]
    public void Closing_a_scope_on_another_thread_is_refused()
    {
        using var scope = Scope.Open();
        Exception? caught = null;
        var thread = new Thread(() => caught = Record.Exception(scope.Dispose));
        thread.Start();
        thread.Join();
        Assert.IsType<InvalidOperationException>(caught);
    }

    [Fact]
    public void Scopes_of_one_thread_do_not_take_the_tensors_of_another()
    {
        using var scope = Scope.Open();
        var owned = -1;
        var thread = new Thread(() =>
        {
            using var other = Scope.Open();
            Tensor.Ones([2]);
            owned = other.Count;
        });
        thread.Start();
        thread.Join();
        Assert.Equal(1, owned);
        Assert.Equal(0, scope.Count);
    }

    [Fact]
    public void Without_a_scope_dispose_frees()
    {
        var before = Live.Tensors();
        var tensor = Tensor.Ones([2]);
        Assert.Equal(before + 1, Scope.LiveTensors);
        tensor.Dispose();
        Assert.Equal(before, Scope.LiveTensors);
    }

    [Fact]
    public void Without_a_scope_the_finaliser_frees()
    {
        var before = Live.Tensors();
        Forget();
        Assert.Equal(before, Live.Tensors());
    }

    [Fact]
    public void Every_tensor_made_is_counted_once()
    {
        var before = Scope.CreatedTensors;
        using (Scope.Open()) _ = Tensor.Ones([2]) + 1;
        Assert.Equal(before + 2, Scope.CreatedTensors);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget()
    {
        var before = Scope.CreatedTensors;
        for (var i = 0; i < 10; i++) Tensor.Ones([2]);
        Assert.Equal(before + 10, Scope.CreatedTensors);
    }
}
