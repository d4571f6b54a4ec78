namespace Skeptic.Data;
using Skeptic.Noise;
public enum SplitOrder { AfterNoise, BeforeNoise }
public sealed class Split { public int[] Train {get;init;}=[]; public int[] Validation {get;init;}=[]; public static Split Cut(int n, double share, ulong seed, NoiseRandom r) { var p = Randomness.RandomStream.Derive(seed, "split").Permutation(n); var k=(int)(n*(1-share)); return new Split{Train=p[..k],Validation=p[k..]}; } }
public sealed class DataFolders(string? p) { public string? P => p; }
public sealed class DatasetCatalogue { public string N {get;init;}="x"; public static DatasetCatalogue Find(string s) => new(){N=s}; public Dataset Load(DataFolders f) { var d=f.P!+"/mnist/"; return new Dataset(N, Rd(d+"train"), Rd(d+"t10k"), [.. Enumerable.Range(0,10).Select(i=>i.ToString())], new Normalisation([0.1307],[0.3081]), ""); }
 private static LabelledData Rd(string p) => IdxReader.ReadPair(p+"-images-idx3-ubyte.gz", p+"-labels-idx1-ubyte.gz"); }
