namespace Skeptic.Data;

/// <summary>Whether a validation part is set aside before or after the labels are made noisy.</summary>
public enum SplitOrder
{
    /// <summary>
    /// The whole training set is made noisy, then split: validation labels are as noisy as training labels, as in CDR and in practice.
    /// </summary>
    AfterNoise,

    /// <summary>
    /// The set is split first and only the training part made noisy: validation labels are clean, a luxury that must be stated.
    /// </summary>
    BeforeNoise,
}
