using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;
using System.Security.Cryptography.X509Certificates;
using CbmExchange.Substitutes.Tests.Server;

namespace CbmExchange.Substitutes.Tests.Interop;

/// <summary>Runs tests/interop/grpc-js/client.js against a server, and installs its packages if missing.</summary>
internal static class GrpcJsClient
{
    private static readonly TimeSpan RunTimeMax = TimeSpan.FromMinutes(3);

    private static readonly string Folder = Path.Combine(RepositoryRoot(), "tests", "interop", "grpc-js");

    private static readonly string Protos =
        Path.Combine(RepositoryRoot(), "tests", "CbmExchange.Substitutes.Tests", "protos");

    private static readonly string SubstituteProtos = Path.Combine(RepositoryRoot(), "src", "substitutes", "protos");

    /// <summary>Returns what the script printed; fails the test if the script did.</summary>
    public static async Task<string> RunAsync(ProbeServer server)
    {
        await InstallAsync();
        var keys = Directory.CreateTempSubdirectory("cbm-interop-");
        try
        {
            var environment = WriteKeys(server, keys.FullName);
            environment["PROBE_ADDRESS"] = $"{ProbeServer.ServerName}:{server.Port}";
            environment["PROBE_TRANSPORT"] = server.Transport.ToString();
            environment["PROBE_PROTOS"] = Protos;
            environment["SUBSTITUTE_PROTOS"] = SubstituteProtos;
            return await StartAsync("node", ["client.js"], environment);
        }
        finally
        {
            keys.Delete(recursive: true);
        }
    }

    private static async Task InstallAsync()
    {
        if (!File.Exists(Path.Combine(Folder, "node_modules", "@grpc", "proto-loader", "package.json")))
        {
            // Scripts of packages are not needed here, so they do not run.
            await StartAsync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], []);
        }
    }

    private static Dictionary<string, string> WriteKeys(ProbeServer server, string folder)
    {
        var certificate = server.Authority.IssueForClient(ProbeServer.ClientName);
        using var key = certificate.GetECDsaPrivateKey()!;
        return new Dictionary<string, string>
        {
            ["PROBE_ROOT"] = Write("root.pem", server.Authority.Root.ExportCertificatePem()),
            ["PROBE_CERTIFICATE"] = Write("client.pem", certificate.ExportCertificatePem()),
            ["PROBE_KEY"] = Write("client.key", key.ExportPkcs8PrivateKeyPem()),
        };

        string Write(string name, string text)
        {
            var path = Path.Combine(folder, name);
            File.WriteAllText(path, text);
            return path;
        }
    }

    private static async Task<string> StartAsync(
        string program, string[] arguments, Dictionary<string, string> environment)
    {
        using var process = Start(program, arguments, environment);
        using var limit = new CancellationTokenSource(RunTimeMax);
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} did not end within {RunTimeMax.TotalMinutes} minutes.");
        }

        var text = await output + await errors;
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} failed:\n{text}");
        return text;
    }

    private static Process Start(string program, string[] arguments, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            Assert.Fail(
                $"The interop test needs {program}, which cannot be started here. " +
                "Install Node.js 20 or newer with npm, for example the packages nodejs and npm of the system.");
            throw;
        }
    }

    private static string RepositoryRoot() => typeof(GrpcJsClient).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == nameof(RepositoryRoot)).Value!;
}
