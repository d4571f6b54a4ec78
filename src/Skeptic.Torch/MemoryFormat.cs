namespace Skeptic.Torch;

/// <summary>In which order the elements of feature maps <c>[B,C,H,W]</c> lie; the numbers are c10's.</summary>
public enum MemoryFormat
{
    /// <summary>Row by row of the shape: a channel's pixels lie together.</summary>
    Contiguous = 0,

    /// <summary>A pixel's channels lie together: what the matrix units of GPUs want.</summary>
    ChannelsLast = 2,
}
