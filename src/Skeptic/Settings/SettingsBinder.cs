using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Skeptic.Settings;

/// <summary>Between options records and the JSON objects that files, command lines and runs hold.</summary>
public static class SettingsBinder
{
    /// <summary>Makes a record of <paramref name="type"/> from <paramref name="tree"/>; what the tree does not name keeps its default.</summary>
    /// <param name="path">Where the tree stands in the whole, for messages: <c>method.aux</c>.</param>
    /// <exception cref="SettingsException">An unknown name, a value of the wrong kind or out of range.</exception>
    public static object Bind(Type type, JsonObject? tree, string path)
    {
        var result = Activator.CreateInstance(type)!;
        if (tree is null) return result;
        var options = OptionInfo.Of(type);
        foreach (var (name, value) in tree)
        {
            var here = path.Length == 0 ? name : $"{path}.{name}";
            var option = options.FirstOrDefault(o => string.Equals(o.Name, name, StringComparison.OrdinalIgnoreCase))
                ?? throw SettingsException.Unknown("setting", here, [.. options.Select(o => path.Length == 0 ? o.Name : $"{path}.{o.Name}")]);
            option.Set(result, Convert(option, value, here));
        }
        return result;
    }

    public static T Bind<T>(JsonObject? tree, string path = "") => (T)Bind(typeof(T), tree, path);

    /// <summary>Every option of a record with its value, nested records as nested objects; options that are null are left out.</summary>
    public static JsonObject ToJson(object options)
    {
        var tree = new JsonObject();
        foreach (var option in OptionInfo.Of(options.GetType()))
        {
            if (option.Get(options) is { } value) tree[option.Name] = option.IsNested ? ToJson(value) : Scalar(value);
        }
        return tree;
    }

    private static JsonNode Scalar(object value) => value switch
    {
        double number => JsonValue.Create(number),
        int number => JsonValue.Create(number),
        ulong number => JsonValue.Create(number),
        bool flag => JsonValue.Create(flag),
        string text => JsonValue.Create(text),
        Enum name => JsonValue.Create(SettingNames.FromEnum(name.ToString())),
        _ => throw new InvalidOperationException($"options of type {value.GetType().Name} are not supported"),
    };

    private static object? Convert(OptionInfo option, JsonNode? value, string path)
    {
        if (option.IsNested)
            return Bind(option.Type, value as JsonObject ?? throw SettingsException.Several(option.Type, path), path);
        if (value is JsonObject or JsonArray) throw new SettingsException($"{path} takes a single value");
        var text = value?.GetValueKind() switch
        {
            null or JsonValueKind.Null => null,
            JsonValueKind.String => value.GetValue<string>(),
            _ => value.ToJsonString(),
        };
        if (text is null || (text is "none" or "null" && option.IsNullable && option.Type != typeof(string)))
            return option.IsNullable ? null : throw new SettingsException($"{path} needs a value");
        return Parse(option, text, path);
    }

    private static object Parse(OptionInfo option, string text, string path)
    {
        if (option.Type == typeof(string)) return text;
        if (option.Type.IsEnum) return ParseEnum(option, text, path);
        if (option.Type == typeof(bool))
            return text switch { "true" => true, "false" => false, _ => throw new SettingsException($"{path} is '{text}'; it must be true or false") };
        if (option.Type == typeof(ulong))
            return ulong.TryParse(text, CultureInfo.InvariantCulture, out var whole) ? whole : throw new SettingsException($"{path} is '{text}'; it must be a whole number of at least 0");
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) throw new SettingsException($"{path} is '{text}'; it must be a number");
        option.CheckRange(number, path);
        if (option.Type == typeof(double)) return number;
        return number == Math.Floor(number) && Math.Abs(number) <= int.MaxValue ? (int)number : throw new SettingsException($"{path} is '{text}'; it must be a whole number");
    }

    private static object ParseEnum(OptionInfo option, string text, string path)
    {
        var names = Enum.GetNames(option.Type);
        var index = Array.FindIndex(names, name => SettingNames.FromEnum(name) == text || string.Equals(name, text, StringComparison.OrdinalIgnoreCase));
        return index >= 0 ? Enum.Parse(option.Type, names[index]) : throw new SettingsException($"{path} is '{text}'; it must be {option.Range}");
    }
}
