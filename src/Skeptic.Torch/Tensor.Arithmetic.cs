using Skeptic.Torch.Operators;

namespace Skeptic.Torch;

public sealed partial class Tensor
{
    private static class ArithmeticOps
    {
        internal static readonly Operator Add = new("aten::add", "Tensor");
        internal static readonly Operator AddScalar = new("aten::add", "Scalar");
        internal static readonly Operator AddInPlace = new("aten::add_", "Tensor");
        internal static readonly Operator Sub = new("aten::sub", "Tensor");
        internal static readonly Operator Rsub = new("aten::rsub", "Scalar");
        internal static readonly Operator Mul = new("aten::mul", "Tensor");
        internal static readonly Operator MulScalar = new("aten::mul", "Scalar");
        internal static readonly Operator MulInPlace = new("aten::mul_", "Tensor");
        internal static readonly Operator MulScalarInPlace = new("aten::mul_", "Scalar");
        internal static readonly Operator AddScalarInPlace = new("aten::add_", "Scalar");
        internal static readonly Operator Div = new("aten::div", "Tensor");
        internal static readonly Operator DivScalar = new("aten::div", "Scalar");
        internal static readonly Operator DivScalarInPlace = new("aten::div_", "Scalar");
        internal static readonly Operator Reciprocal = new("aten::reciprocal");
        internal static readonly Operator Neg = new("aten::neg");
        internal static readonly Operator Abs = new("aten::abs");
        internal static readonly Operator Sign = new("aten::sign");
        internal static readonly Operator Floor = new("aten::floor");
        internal static readonly Operator Exp = new("aten::exp");
        internal static readonly Operator Log = new("aten::log");
        internal static readonly Operator Sqrt = new("aten::sqrt");
        internal static readonly Operator Pow = new("aten::pow", "Tensor_Scalar");
        internal static readonly Operator Clamp = new("aten::clamp");
        internal static readonly Operator Remainder = new("aten::remainder", "Scalar");
        internal static readonly Operator FloorDivide = new("aten::div", "Tensor_mode");
        internal static readonly Operator FloorDivideScalar = new("aten::div", "Scalar_mode");
        internal static readonly Operator Maximum = new("aten::maximum");
        internal static readonly Operator MatMul = new("aten::matmul");
        internal static readonly Operator Eq = new("aten::eq", "Tensor");
        internal static readonly Operator EqScalar = new("aten::eq", "Scalar");
        internal static readonly Operator Ne = new("aten::ne", "Tensor");
        internal static readonly Operator Ge = new("aten::ge", "Tensor");
        internal static readonly Operator GeScalar = new("aten::ge", "Scalar");
        internal static readonly Operator GtScalar = new("aten::gt", "Scalar");
        internal static readonly Operator LtScalar = new("aten::lt", "Scalar");
        internal static readonly Operator LogicalNot = new("aten::logical_not");
        internal static readonly Operator LogicalAnd = new("aten::logical_and");
        internal static readonly Operator Where = new("aten::where", "self");
        internal static readonly Operator Fill = new("aten::fill_", "Scalar");
        internal static readonly Operator Uniform = new("aten::uniform_");
        internal static readonly Operator Normal = new("aten::normal_");
        internal static readonly Operator Bernoulli = new("aten::bernoulli_", "float");
    }

    public static Tensor operator +(Tensor a, Tensor b) => ArithmeticOps.Add.Call(a, b);
    public static Tensor operator +(Tensor a, double b) => ArithmeticOps.AddScalar.Call(a, b);
    public static Tensor operator +(double a, Tensor b) => b + a;
    public static Tensor operator -(Tensor a, Tensor b) => ArithmeticOps.Sub.Call(a, b);
    public static Tensor operator -(Tensor a, double b) => a + -b;
    public static Tensor operator -(double a, Tensor b) => ArithmeticOps.Rsub.Call(b, a);
    public static Tensor operator -(Tensor a) => ArithmeticOps.Neg.Call(a);
    public static Tensor operator *(Tensor a, Tensor b) => ArithmeticOps.Mul.Call(a, b);
    public static Tensor operator *(Tensor a, double b) => ArithmeticOps.MulScalar.Call(a, b);
    public static Tensor operator *(double a, Tensor b) => b * a;
    public static Tensor operator /(Tensor a, Tensor b) => ArithmeticOps.Div.Call(a, b);
    public static Tensor operator /(Tensor a, double b) => ArithmeticOps.DivScalar.Call(a, b);
    public static Tensor operator /(double a, Tensor b) => ArithmeticOps.Reciprocal.Call(b) * a;

    public static Tensor operator >=(Tensor a, Tensor b) => ArithmeticOps.Ge.Call(a, b);
    public static Tensor operator <=(Tensor a, Tensor b) => b >= a;
    public static Tensor operator >=(Tensor a, double b) => ArithmeticOps.GeScalar.Call(a, b);
    public static Tensor operator <=(Tensor a, double b) => (a > b).Not();
    public static Tensor operator >(Tensor a, double b) => ArithmeticOps.GtScalar.Call(a, b);
    public static Tensor operator <(Tensor a, double b) => ArithmeticOps.LtScalar.Call(a, b);

    /// <summary>Element by element: bool.</summary>
    public Tensor EqualTo(Tensor other) => ArithmeticOps.Eq.Call(this, other);

    public Tensor EqualTo(double value) => ArithmeticOps.EqScalar.Call(this, value);

    public Tensor NotEqualTo(Tensor other) => ArithmeticOps.Ne.Call(this, other);

    public Tensor Not() => ArithmeticOps.LogicalNot.Call(this);

    public Tensor And(Tensor other) => ArithmeticOps.LogicalAnd.Call(this, other);

    /// <summary>This bool tensor chooses, element by element.</summary>
    public Tensor Choose(Tensor whenTrue, Tensor whenFalse) => ArithmeticOps.Where.Call(this, whenTrue, whenFalse);

    /// <summary>The largest whole number that is not larger, of the same type.</summary>
    public Tensor Floor() => ArithmeticOps.Floor.Call(this);

    /// <summary>Quotients rounded down; of integers, an integer.</summary>
    public Tensor FloorDivide(Tensor divisor) => ArithmeticOps.FloorDivide.Call(this, divisor, "floor");

    public Tensor FloorDivide(long divisor) => ArithmeticOps.FloorDivideScalar.Call(this, divisor, "floor");

    public Tensor Abs() => ArithmeticOps.Abs.Call(this);
    public Tensor Sign() => ArithmeticOps.Sign.Call(this);
    public Tensor Exp() => ArithmeticOps.Exp.Call(this);

    /// <summary>The natural logarithm.</summary>
    public Tensor Log() => ArithmeticOps.Log.Call(this);

    public Tensor Sqrt() => ArithmeticOps.Sqrt.Call(this);
    public Tensor Pow(double exponent) => ArithmeticOps.Pow.Call(this, exponent);
    public Tensor Square() => this * this;

    /// <summary>Clips to [<paramref name="minimum"/>, <paramref name="maximum"/>]; the gradient passes inside and at the bounds, and is 0 outside.</summary>
    public Tensor Clamp(double? minimum = null, double? maximum = null)
    {
        if (!RequiresGrad) return ArithmeticOps.Clamp.Call(this, Optional(minimum), Optional(maximum));
        // Not by the operator's own gradient: newer libtorch passes none at the bounds, and saturated probabilities lie there.
        var constant = Detach();
        var clipped = ArithmeticOps.Clamp.Call(constant, Optional(minimum), Optional(maximum));
        return ArithmeticOps.Eq.Call(clipped, constant).Choose(this, clipped);
    }

    /// <summary>The rest of a division of integers; never negative for a positive divisor.</summary>
    public Tensor Remainder(long divisor) => ArithmeticOps.Remainder.Call(this, divisor);

    public Tensor Maximum(Tensor other) => ArithmeticOps.Maximum.Call(this, other);

    public Tensor MatMul(Tensor other) => ArithmeticOps.MatMul.Call(this, other);

    /// <summary>this += <paramref name="scale"/> * <paramref name="other"/>, in place.</summary>
    public Tensor AddInPlace(Tensor other, double scale = 1)
    {
        ArithmeticOps.AddInPlace.Do(this, other, scale);
        return this;
    }

    public Tensor AddInPlace(double value)
    {
        ArithmeticOps.AddScalarInPlace.Do(this, value);
        return this;
    }

    public Tensor MultiplyInPlace(Tensor other)
    {
        ArithmeticOps.MulInPlace.Do(this, other);
        return this;
    }

    public Tensor MultiplyInPlace(double factor)
    {
        ArithmeticOps.MulScalarInPlace.Do(this, factor);
        return this;
    }

    public Tensor DivideInPlace(double divisor)
    {
        ArithmeticOps.DivScalarInPlace.Do(this, divisor);
        return this;
    }

    /// <summary>Adds to integers as integers.</summary>
    public Tensor AddInPlace(long value)
    {
        ArithmeticOps.AddScalarInPlace.Do(this, value);
        return this;
    }

    /// <summary>Multiplies integers as integers.</summary>
    public Tensor MultiplyInPlace(long factor)
    {
        ArithmeticOps.MulScalarInPlace.Do(this, factor);
        return this;
    }

    public Tensor Fill(double value)
    {
        ArithmeticOps.Fill.Do(this, value);
        return this;
    }

    /// <summary>Fills with draws from the uniform distribution on [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public Tensor FillUniform(double low, double high, Generator generator)
    {
        ArithmeticOps.Uniform.Do(this, low, high, generator);
        return this;
    }

    /// <summary>Fills with draws from the normal distribution.</summary>
    public Tensor FillNormal(double mean, double standardDeviation, Generator generator)
    {
        ArithmeticOps.Normal.Do(this, mean, standardDeviation, generator);
        return this;
    }

    /// <summary>Fills with 1, with the given probability, and 0.</summary>
    public Tensor FillBernoulli(double probability, Generator generator)
    {
        ArithmeticOps.Bernoulli.Do(this, probability, generator);
        return this;
    }

    private static Value Optional(double? value) => value is { } number ? number : Value.None;
}
