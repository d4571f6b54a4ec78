namespace Skeptic.Torch.Tests.Testing;

/// <summary>This assembly as a program: asks the engine for a tensor and says what came of it. MissingEngineTests starts it elsewhere.</summary>
internal static class EngineProbe
{
    private static int Main()
    {
        try
        {
            using var tensor = Tensor.Ones([2]);
            Console.WriteLine($"made {tensor}");
            return 0;
        }
        catch (EngineException e)
        {
            Console.WriteLine($"{e.Failure}: {e.Message}");
            return 3;
        }
    }
}
