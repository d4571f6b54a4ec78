using System.Reflection;

namespace Skeptic.Settings;

/// <summary>One option of an options record, as help, documentation and the binder see it.</summary>
public sealed class OptionInfo
{
    private readonly PropertyInfo _property;
    private readonly OptionAttribute _attribute;

    private OptionInfo(PropertyInfo property, OptionAttribute attribute, object? @default) =>
        (_property, _attribute, Default) = (property, attribute, @default);

    /// <summary>The name in files and on the command line: <c>learningRate</c>.</summary>
    public string Name => char.ToLowerInvariant(_property.Name[0]) + _property.Name[1..];

    public string Summary => _attribute.Summary;

    public object? Default { get; }

    /// <summary>The type without its nullability.</summary>
    public Type Type => Nullable.GetUnderlyingType(_property.PropertyType) ?? _property.PropertyType;

    public bool IsNested => Type.IsClass && Type != typeof(string);

    public bool IsNullable => Nullable.GetUnderlyingType(_property.PropertyType) is not null
        || (!_property.PropertyType.IsValueType && new NullabilityInfoContext().Create(_property).WriteState == NullabilityState.Nullable);

    /// <summary>What is legal, as a text: <c>0 to 1</c>, <c>above 0</c>, <c>one of a, b</c>; empty where anything of the type is.</summary>
    public string Range
    {
        get
        {
            if (Type.IsEnum) return "one of " + string.Join(", ", Enum.GetNames(Type).Select(SettingNames.FromEnum));
            var (low, high) = (_attribute.Minimum, _attribute.Maximum);
            return (double.IsFinite(low), double.IsFinite(high)) switch
            {
                (true, true) => $"{low} {(_attribute.Above ? "(exclusive) " : "")}to {high}{(_attribute.Below ? " (exclusive)" : "")}",
                (true, false) => _attribute.Above ? $"above {low}" : $"at least {low}",
                (false, true) => _attribute.Below ? $"below {high}" : $"at most {high}",
                _ => "",
            };
        }
    }

    /// <summary>All options of <paramref name="options"/>, in the order of declaration.</summary>
    public static IReadOnlyList<OptionInfo> Of(Type options)
    {
        var defaults = Activator.CreateInstance(options);
        return
        [
            .. from property in options.GetProperties(BindingFlags.Public | BindingFlags.Instance)
               let attribute = property.GetCustomAttribute<OptionAttribute>()
               where attribute is not null
               select new OptionInfo(property, attribute, property.GetValue(defaults)),
        ];
    }

    internal object? Get(object options) => _property.GetValue(options);

    internal void Set(object options, object? value) => _property.SetValue(options, value);

    internal void CheckRange(double value, string path)
    {
        var low = _attribute.Above ? value > _attribute.Minimum : value >= _attribute.Minimum;
        var high = _attribute.Below ? value < _attribute.Maximum : value <= _attribute.Maximum;
        if (!double.IsFinite(value) && Range.Length == 0) throw new SettingsException($"{path} is {value}; it must be a finite number");
        if (!low || !high || !double.IsFinite(value)) throw new SettingsException($"{path} is {value}; it must be {Range}");
    }
}
