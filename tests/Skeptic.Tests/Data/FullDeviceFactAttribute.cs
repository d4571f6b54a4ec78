namespace Skeptic.Tests;

/// <summary>A test that writes to the device that is always full; skipped, with the reason, on systems without one.</summary>
internal sealed class FullDeviceFactAttribute : FactAttribute
{
    public const string Device = "/dev/full";

    public FullDeviceFactAttribute() => Skip = File.Exists(Device) ? null! : $"This system has no {Device}.";
}
