using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using CbmExchange.Envelopes.Tests.Vectors;

namespace CbmExchange.Envelopes.Tests.Interop;

/// <summary>Runs the script of tests/interop/sd-jwt; installs its packages when they are missing.</summary>
internal static class NodeProcess
{
    private static readonly TimeSpan RunTimeMax = TimeSpan.FromMinutes(2);
    private static readonly Lock Gate = new();

    private static string Folder => Path.Combine(VectorFile.RepositoryRoot, "tests", "interop", "sd-jwt");

    public static JsonElement Ask(object request)
    {
        lock (Gate)
        {
            if (!Directory.Exists(Path.Combine(Folder, "node_modules", "@sd-jwt", "core")))
            {
                Run("npm", ["ci", "--no-audit", "--no-fund"], string.Empty);
            }
        }

        using var answer = JsonDocument.Parse(Run("node", ["interop.mjs"], JsonSerializer.Serialize(request)));
        return answer.RootElement.Clone();
    }

    private static string Run(string program, string[] arguments, string input)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            process.StandardInput.Write(input);
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync();
            if (!process.WaitForExit(RunTimeMax))
            {
                process.Kill(true);
                Assert.Fail($"{program} did not end within {RunTimeMax.TotalSeconds} s.");
            }

            Assert.True(process.ExitCode == 0, $"{program} failed: {errors.Result}");
            return output.Result;
        }
        catch (Win32Exception)
        {
            Assert.Fail($"{program} is missing; install Node.js 20 or newer to run the SD-JWT tests.");
            throw;
        }
    }
}
