namespace Skeptic.Cli.Doctor;

/// <summary>Which command brings what is missing, on this system.</summary>
internal static class LinuxPackages
{
    private const string Elsewhere = "unpack a libtorch, or take the torch folder of a Python, set SKEPTIC_LIBTORCH to it and build again";

    public static string Engine => HasApt
        ? $"apt-get install cmake g++ libtorch-dev libopenblas0-openmp libopencv-imgcodecs-dev libgloo-dev, then build again; or {Elsewhere}"
        : $"install CMake and a C++ compiler, {Elsewhere}";

    public static string Gloo => HasApt ? "apt-get install libgloo-dev, then build again" : "install Gloo's headers, or take a libtorch with NCCL, and build again";

    public static string Blas => HasApt
        ? "apt-get install libopenblas0-openmp (if it is installed: update-alternatives --config libblas.so.3-" + Triplet + ")"
        : "install OpenBLAS and make it the system's libblas.so.3";

    private static bool HasApt => File.Exists("/usr/bin/apt-get");

    private static string Triplet => System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture switch
    {
        System.Runtime.InteropServices.Architecture.Arm64 => "aarch64-linux-gnu",
        _ => "x86_64-linux-gnu",
    };
}
