using System.Runtime.InteropServices;
using CbmExchange.Rules.Tests.Scripts;

namespace CbmExchange.Rules.Tests.Protocol;

/// <summary>
/// buf, from its npm package for this machine: installed once into tests/interop/buf/node_modules by the lock file,
/// then used offline. The package for all machines is not used: a registry copy may lack some of what it lists.
/// </summary>
internal static class Buf
{
    private static readonly string PackageFolder = Repository.FullPath("tests/interop/buf");

    private static readonly SemaphoreSlim Installing = new(1, 1);

    private static string Program =>
        Path.Combine(PackageFolder, "node_modules", "@bufbuild", PackageName, "bin", "buf");

    private static string PackageName =>
        RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "buf-linux-aarch64" : "buf-linux-x64";

    /// <summary>Runs buf in proto/.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        Assert.True(Tool.IsPresent("node") && Tool.IsPresent("npm"),
            "node and npm are needed to lint the protocol files; ops/test.sh installs them or says how.");
        await InstallAsync();
        return await Tool.RunAsync(Repository.FullPath("proto"), Program, arguments);
    }

    private static async Task InstallAsync()
    {
        await Installing.WaitAsync();
        try
        {
            // The locked packages are there when npm finished its own note of them.
            if (!File.Exists(Path.Combine(PackageFolder, "node_modules", ".package-lock.json")))
            {
                var (exitCode, output) = await Tool.RunAsync(PackageFolder, "npm",
                    "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error");
                Assert.True(exitCode == 0, $"npm ci in tests/interop/buf did not succeed: {output}");
            }

            Assert.True(File.Exists(Program), $"There is no buf for this machine: {PackageName} was not installed.");
        }
        finally
        {
            Installing.Release();
        }
    }
}
