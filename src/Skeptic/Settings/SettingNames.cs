using System.Text;

namespace Skeptic.Settings;

/// <summary>How names of the code read in files and on the command line.</summary>
public static class SettingNames
{
    /// <summary><c>AfterNoise</c> is written <c>after-noise</c>.</summary>
    public static string FromEnum(string name)
    {
        var text = new StringBuilder();
        foreach (var c in name)
        {
            if (char.IsUpper(c) && text.Length > 0) text.Append('-');
            text.Append(char.ToLowerInvariant(c));
        }
        return text.ToString();
    }
}
