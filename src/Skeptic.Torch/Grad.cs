namespace Skeptic.Torch;

/// <summary>Whether operators on this thread are recorded for differentiation.</summary>
public static class Grad
{
    public static bool Enabled => Engine.GradEnabled;

    /// <summary>Records nothing until the result is disposed: <c>using (Grad.Off()) ...</c></summary>
    public static Mode Off() => new(false);

    /// <summary>Records again inside a region that is <see cref="Off"/>.</summary>
    public static Mode On() => new(true);

    /// <summary>Restores the mode that was in force before.</summary>
    public readonly ref struct Mode
    {
        private readonly bool _before;

        internal Mode(bool enabled)
        {
            _before = Engine.GradEnabled;
            Engine.GradEnabled = enabled;
        }

        public void Dispose() => Engine.GradEnabled = _before;
    }
}
