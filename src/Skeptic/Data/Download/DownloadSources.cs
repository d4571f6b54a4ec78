namespace Skeptic.Data;

/// <summary>Public places of the data sets, with the checksums that their publishers or torchvision give.</summary>
public static class DownloadSources
{
    private static readonly string[] s_mnistMirrors =
    [
        "https://ossci-datasets.s3.amazonaws.com/mnist/",
        "https://storage.googleapis.com/cvdf-datasets/mnist/",
    ];

    private static readonly string[] s_fashionMirrors =
    [
        "https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion/",
        "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
    ];

    private static readonly string[] s_cifarMirrors = ["https://www.cs.toronto.edu/~kriz/"];

    public static IReadOnlyList<DownloadSource> All { get; } =
    [
        new("mnist", "mnist",
        [
            Plain("train-images-idx3-ubyte.gz", s_mnistMirrors, "f68b3c2dcbeaaa9fbdd348bbdeb94873", 9_912_422),
            Plain("train-labels-idx1-ubyte.gz", s_mnistMirrors, "d53e105ee54ea40749a09fcbcd1e9432", 28_881),
            Plain("t10k-images-idx3-ubyte.gz", s_mnistMirrors, "9fb629c4189551a2d022fa330f9573f3", 1_648_877),
            Plain("t10k-labels-idx1-ubyte.gz", s_mnistMirrors, "ec29112dd5afa0611ce80d1b7f02629c", 4_542),
        ]),
        new("fashion-mnist", "fashion-mnist",
        [
            Plain("train-images-idx3-ubyte.gz", s_fashionMirrors, "8d4fb7e6c68d591d4c3dfef9ec88bf0d", 26_421_880),
            Plain("train-labels-idx1-ubyte.gz", s_fashionMirrors, "25c81989df183df01b3e8a0aad5dffbe", 29_515),
            Plain("t10k-images-idx3-ubyte.gz", s_fashionMirrors, "bef4ecab320f06d8554ea6380940ec79", 4_422_102),
            Plain("t10k-labels-idx1-ubyte.gz", s_fashionMirrors, "bb300cfdad3c16e7a12a480ee83cd310", 5_148),
        ]),
        new("cifar10", "cifar-10-batches-bin",
        [
            Plain("cifar-10-binary.tar.gz", s_cifarMirrors, "c32a1d4ab5d03f1284b67883e8d87530", 170_052_171) with
            {
                Contents =
                [
                    .. Enumerable.Range(1, 5).Select(i => new PackedFile($"data_batch_{i}.bin", 30_730_000)),
                    new("test_batch.bin", 30_730_000),
                ],
            },
        ]),
        new("cifar100", "cifar-100-binary",
        [
            Plain("cifar-100-binary.tar.gz", s_cifarMirrors, "03b5dce01913d631647c71ecec9e9cb8", null) with
            {
                Contents = [new("train.bin", 153_700_000), new("test.bin", 30_740_000)],
            },
        ]),
    ];

    /// <summary>The source of a data set, or null when it has none.</summary>
    public static DownloadSource? For(string dataSet) => All.FirstOrDefault(source => source.DataSet == dataSet);

    private static DownloadFile Plain(string name, string[] mirrors, string md5, long? size)
        => new(name, [.. mirrors.Select(mirror => new Uri(mirror + name))], Digest.Md5(md5)) { Size = size };
}
