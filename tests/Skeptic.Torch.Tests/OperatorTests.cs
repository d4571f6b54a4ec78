using Skeptic.Torch.Operators;

namespace Skeptic.Torch.Tests;

/// <summary>What goes wrong in a call comes back as one EngineException that says what.</summary>
public class OperatorTests
{
    private static readonly Operator s_add = new("aten::add", "Tensor");

    [Fact]
    public void Shapes_that_do_not_fit_are_named()
    {
        using var scope = Scope.Open();
        var error = Refused(() => Tensor.Ones([2, 3]).MatMul(Tensor.Ones([2, 3])), EngineFailure.Refused);
        Assert.StartsWith("aten::matmul(float32[2,3], float32[2,3]): ", error.Message);
        Assert.DoesNotContain("\n", error.Message.Trim());
    }

    [Fact]
    public void Element_types_that_do_not_fit_are_named()
    {
        using var scope = Scope.Open();
        var error = Refused(() => Tensor.Ones([2, 3]).IndexSelect(Tensor.Ones([1])), EngineFailure.Refused);
        Assert.StartsWith("aten::index_select(float32[2,3], 0, float32[1]): ", error.Message);
    }

    [Fact]
    public void An_unknown_operator_is_named()
    {
        var unknown = new Operator("aten::no_such_thing");
        Assert.False(unknown.Exists);
        Assert.Equal("aten::no_such_thing: this libtorch has no operator 'aten::no_such_thing'", Refused(() => unknown.Call(), EngineFailure.NotFound).Message);
    }

    [Fact]
    public void An_unknown_overload_is_named()
    {
        var unknown = new Operator("aten::add", "NoSuch");
        Assert.False(unknown.Exists);
        Assert.Contains("'aten::add.NoSuch'", Refused(() => unknown.Call(), EngineFailure.NotFound).Message);
        Assert.True(s_add.Exists);
    }

    [Fact]
    public void Too_many_arguments_are_counted()
    {
        using var scope = Scope.Open();
        var one = Tensor.Ones([1]);
        var error = Refused(() => s_add.Call(one, one, 1.0, 2.0), EngineFailure.Argument);
        Assert.EndsWith("takes 3 arguments, 4 were given", error.Message);
    }

    [Fact]
    public void A_missing_argument_is_named()
    {
        using var scope = Scope.Open();
        Assert.EndsWith("argument 'other' is missing and has no default", Refused(() => s_add.Call(Tensor.Ones([1])), EngineFailure.Argument).Message);
    }

    [Fact]
    public void An_argument_of_another_kind_is_named()
    {
        using var scope = Scope.Open();
        var error = Refused(() => s_add.Call(Tensor.Ones([1]), 2.0), EngineFailure.Argument);
        Assert.EndsWith("argument 'other' is of type Tensor, not float", error.Message);
    }

    [Fact]
    public void Every_kind_of_value_in_every_kind_of_place_is_taken_or_refused()
    {
        using var scope = Scope.Open();
        using var generator = new Generator(1);
        var tensor = Tensor.Ones([2]);
        Value[] kinds =
        [
            Value.Default, Value.None, tensor, 1L, 1.5, true, ScalarType.Float32, Device.Cpu, generator, new long[] { 1 }, new[] { 1.5 }, "text",
            new Tensor?[] { tensor }, new Tensor?[] { null },
        ];
        (Operator Operator, Value[] Arguments)[] calls =
        [
            (s_add, [tensor, tensor, 1]),
            (new Operator("aten::sum", "dim_IntList"), [tensor, new long[] { 0 }, false, ScalarType.Float32]),
            (new Operator("aten::uniform_"), [tensor, 0.0, 1.0, generator]),
            (new Operator("aten::div", "Tensor_mode"), [tensor, tensor, "floor"]),
            (new Operator("aten::index", "Tensor"), [tensor, new Tensor?[] { tensor.To(ScalarType.Int64) }]),
            (new Operator("aten::stack"), [new Tensor?[] { tensor }, 0]),
            (new Operator("aten::to", "device"), [tensor, Device.Cpu, ScalarType.Float32, false]),
            (new Operator("aten::upsample_nearest1d", "vec"), [Tensor.Ones([1, 1, 2]), Value.None, new[] { 2.0 }]),
            (new Operator("aten::_foreach_add_", "Scalar"), [new Tensor?[] { tensor }, 1.0]),
        ];
        var (taken, refused) = (0, 0);
        foreach (var (called, arguments) in calls)
        {
            for (var place = 0; place < arguments.Length; place++)
            {
                foreach (var kind in kinds)
                {
                    Value[] changed = [.. arguments];
                    changed[place] = kind;
                    if (Record.Exception(() => called.Do(changed)) is not { } error) taken++;
                    else refused += Assert.IsType<EngineException>(error).Message.StartsWith(called.Name, StringComparison.Ordinal) ? 1 : 0;
                }
            }
        }
        Assert.Equal(kinds.Length * calls.Sum(call => call.Arguments.Length), taken + refused);
        Assert.True(taken > calls.Length && refused > calls.Length);
    }

    [Fact]
    public void A_result_of_another_kind_is_refused()
    {
        using var scope = Scope.Open();
        var item = new Operator("aten::item");
        Assert.Equal("aten::item returned no tensor", Refused(() => item.Call(Tensor.Ones([1])), EngineFailure.Argument).Message);
        Assert.Contains("returned no number", Refused(() => s_add.CallNumber(Tensor.Ones([1]), Tensor.Ones([1])), EngineFailure.Argument).Message);
    }

    [Fact]
    public void Exhausted_memory_is_reported_as_such()
    {
        var error = Refused(() => Tensor.Empty([1L << 50]), EngineFailure.OutOfMemory);
        Assert.StartsWith("aten::empty.memory_format([1125899906842624]", error.Message);
    }

    [Fact]
    public void A_freed_argument_is_refused_before_the_call()
    {
        var tensor = Tensor.Ones([1]);
        tensor.Dispose();
        Assert.Throws<ObjectDisposedException>(() => s_add.Call(tensor, tensor));
        Assert.Throws<ObjectDisposedException>(() => Tensor.Stack(tensor));
    }

    [Fact]
    public void After_a_refusal_the_next_call_works()
    {
        using var scope = Scope.Open();
        Refused(() => Tensor.Ones([2, 3]).MatMul(Tensor.Ones([2, 3])), EngineFailure.Refused);
        Assert.Equal([2, 2], (Tensor.Ones([2]) + Tensor.Ones([2])).ToArray<float>());
    }

    [Fact]
    public void A_schema_reads_as_the_library_prints_it() =>
        Assert.Equal("aten::add.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor", s_add.Schema);

    private static EngineException Refused(Func<object?> call, EngineFailure why)
    {
        var error = Assert.Throws<EngineException>(call);
        Assert.Equal(why, error.Failure);
        return error;
    }
}
