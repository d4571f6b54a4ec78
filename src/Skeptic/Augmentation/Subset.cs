using Skeptic.Torch;

namespace Skeptic.Augmentation;

/// <summary>Changes some images of a batch, all at once, where each image has an operation of its own.</summary>
internal static class Subset
{
    /// <param name="images">Written to.</param>
    /// <param name="rows">Which images.</param>
    /// <param name="change">Takes them alone, in this order.</param>
    internal static void Change(Tensor images, IReadOnlyList<int> rows, Func<Tensor, Tensor> change)
    {
        if (rows.Count == 0) return;
        using var scope = Scope.Open();
        var index = Tensor.From<long>(rows.Select(row => (long)row).ToArray(), [rows.Count], images.Device);
        images.SetRows(index, change(images.IndexSelect(index)));
    }
}
