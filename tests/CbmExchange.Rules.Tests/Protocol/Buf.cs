using CbmExchange.Rules.Tests.Scripts;

namespace CbmExchange.Rules.Tests.Protocol;

/// <summary>
/// buf, from the npm package of that name: installed once into tests/interop/buf/node_modules by its lock file, then
/// used offline.
/// </summary>
internal static class Buf
{
    private static readonly string PackageFolder = Repository.FullPath("tests/interop/buf");

    private static readonly SemaphoreSlim Installing = new(1, 1);

    private static string Program => Path.Combine(PackageFolder, "node_modules", ".bin", "buf");

    /// <summary>Runs buf in proto/.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        Assert.True(Tool.IsPresent("node") && Tool.IsPresent("npm"),
            "node and npm are needed to lint the protocol files: ops/test.sh installs them, or ask your administrator.");
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
                var (exitCode, output) = await Tool.RunAsync(PackageFolder, "npm", "ci", "--ignore-scripts", "--no-audit",
                    "--no-fund", "--loglevel=error");
                Assert.True(exitCode == 0, $"npm ci in tests/interop/buf did not succeed: {output}");
            }
        }
        finally
        {
            Installing.Release();
        }
    }
}
