using Skeptic.Torch;
using Skeptic.Torch.Distributed;

namespace Skeptic.Cli.Runs;

/// <summary>Which device a run uses, and why. Asking for one that is not there fails; only <c>auto</c> chooses.</summary>
internal sealed record DeviceChoice(Device Device, string Reason)
{
    /// <exception cref="UsageException">The text names no device.</exception>
    /// <exception cref="CommandException">The device is not there.</exception>
    public static DeviceChoice Of(string text)
    {
        if (text == "auto")
            return Engine.CudaDevices > 0 ? new(Device.Cuda(), $"auto: {Cuda(Engine.CudaDevices)} found") : new(Device.Cpu, $"auto: {WhyNoCuda()}");
        var device = Parse(text);
        if (device.IsCpu) return new(device, "as asked");
        var devices = Engine.CudaDevices;
        if (devices == 0)
            throw new CommandException($"--device {text}: {WhyNoCuda()}; `skeptic doctor` says what is missing, --device cpu trains on the processor");
        if (device.Index >= devices)
            throw new CommandException($"--device {text}: there {(devices == 1 ? "is" : "are")} only {Cuda(devices)}, numbered from 0");
        return new(device, "as asked");
    }

    /// <summary>The same for one process of several: each takes a CUDA device of its own.</summary>
    /// <exception cref="UsageException">The text names no device, or one for several processes.</exception>
    /// <exception cref="CommandException">There are fewer devices than processes.</exception>
    public static DeviceChoice Of(string text, Membership? place)
    {
        if (place is null) return Of(text);
        var choice = Of(text);
        if (choice.Device.IsCpu) return choice;
        if (text.Contains(':') && place.LocalSize > 1) throw new UsageException($"--device {text} is one device, and {place.LocalSize} processes train here; write cuda, and each takes its own");
        if (text.Contains(':')) return choice;
        return place.LocalSize <= Engine.CudaDevices ? new(Device.Cuda(place.LocalRank), choice.Reason) : throw new CommandException(
            $"--device {text}: {place.LocalSize} processes train here, and there {(Engine.CudaDevices == 1 ? "is" : "are")} only {Cuda(Engine.CudaDevices)}; start fewer processes, or --device cpu trains on the processor");
    }

    private static Device Parse(string text)
    {
        try
        {
            return Device.Parse(text);
        }
        catch (FormatException)
        {
            throw new UsageException($"--device '{text}' is no device; write auto, cpu, cuda or cuda:n");
        }
    }

    private static string WhyNoCuda()
    {
        var facts = Engine.Describe();
        return facts.GetValueOrDefault("built for cuda") == "yes"
            ? $"libtorch {facts["libtorch"]} is built for CUDA but finds no device"
            : $"libtorch {facts["libtorch"]} is built without CUDA";
    }

    private static string Cuda(int count) => count == 1 ? "1 CUDA device" : $"{count} CUDA devices";
}
