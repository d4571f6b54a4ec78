using Skeptic.Data;
using Skeptic.Torch;
using Skeptic.Torch.Distributed;

namespace Skeptic.Training;

/// <summary>What the runs of one process share: every data set is read once and lies once on the device. Safe for several threads.</summary>
public sealed class Workplace(DataFolders folders, Device device) : IDisposable
{
    private readonly Dictionary<string, Dataset> _datasets = [];
    private readonly Dictionary<(Dataset Dataset, bool Test), DeviceData> _onDevice = [];
    private readonly Lock _lock = new();

    public Device Device { get; } = device;

    /// <summary>How runs are computed here.</summary>
    public Execution Execution { get; init; } = new();

    internal DataFolders Folders { get; } = folders;

    /// <summary>The processes that train a run together, of which this is one; null trains alone. Whoever joined it ends it.</summary>
    public ProcessGroup? Group { get; init; }

    /// <summary>What reading data of one's own may use, and whom it tells.</summary>
    public LoadOptions Loading { get; init; } = new() { Cache = folders.Decoded };

    /// <summary>The data set of a recipe; data of one's own are read as the recipe says.</summary>
    /// <exception cref="DataException">There is no such data set, or its files are missing or damaged.</exception>
    public Dataset Dataset(Recipe recipe)
    {
        if (recipe.Data is not { } options) return Dataset(recipe.Dataset);
        var key = $"{recipe.Dataset}\n{Settings.SettingsBinder.ToJson(options).ToJsonString()}";
        lock (_lock)
        {
            if (!_datasets.TryGetValue(key, out var dataset))
                _datasets[key] = dataset = OwnData.Load(recipe.Dataset, options, Loading);
            return dataset;
        }
    }

    /// <exception cref="DataException">There is no such data set, or its files are missing or damaged.</exception>
    public Dataset Dataset(string name)
    {
        lock (_lock)
        {
            if (!_datasets.TryGetValue(name, out var dataset))
                _datasets[name] = dataset = DatasetCatalogue.Find(name).Load(Folders);
            return dataset;
        }
    }

    /// <summary>Uses <paramref name="dataset"/> under its own name, for data that no catalogue knows.</summary>
    public void Add(Dataset dataset)
    {
        lock (_lock) _datasets[dataset.Name] = dataset;
    }

    internal DeviceData OnDevice(Dataset dataset, bool test)
    {
        lock (_lock)
        {
            if (!_onDevice.TryGetValue((dataset, test), out var data))
            {
                _onDevice[(dataset, test)] = data = new DeviceData((test ? dataset.Test : dataset.Train).Inputs, dataset.Normalisation, Device, Execution.Data);
                // Runs on other streams than this thread's may use it at once.
                if (!Device.IsCpu) Engine.Synchronize(Device);
            }
            return data;
        }
    }

    public void Dispose()
    {
        foreach (var data in _onDevice.Values) data.Dispose();
        _onDevice.Clear();
    }
}
