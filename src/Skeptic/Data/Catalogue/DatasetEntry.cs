namespace Skeptic.Data;

/// <summary>A data set that can be loaded by name.</summary>
public abstract class DatasetEntry
{
    public abstract string Name { get; }

    /// <summary>One line: what the images show.</summary>
    public abstract string Summary { get; }

    /// <summary>Counts and shape in words, for tables.</summary>
    public abstract string Shape { get; }

    /// <summary>The same as numbers; null where only the files tell.</summary>
    public virtual DatasetExtent? Extent => null;

    /// <summary>Its files; null for a data set that the program draws itself.</summary>
    public virtual DataFiles? Files => null;

    /// <summary>Whether the program makes it itself.</summary>
    public virtual bool IsDrawn => Files is null;

    /// <summary>Where its files can be had; null when they cannot be downloaded.</summary>
    public virtual DownloadSource? Source => null;

    /// <exception cref="DataException">Its files are not found, damaged, or those of another data set.</exception>
    public abstract Dataset Load(DataFolders folders);
}
