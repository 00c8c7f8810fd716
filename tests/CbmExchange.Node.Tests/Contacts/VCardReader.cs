using System.Diagnostics;
using System.Text;
using System.Text.Json;
using CbmExchange.Node.Tests.Hosting;

namespace CbmExchange.Node.Tests.Contacts;

/// <summary>
/// The npm package ical.js reads our vCards; installed when it is missing. Both forms come out as lists of name, values
/// and parameters.
/// </summary>
internal static class VCardReader
{
    private static readonly TimeSpan RunTimeMax = TimeSpan.FromMinutes(2);
    private static readonly Lock Gate = new();

    private static string Folder =>
        Path.Combine(RepositoryRoot(new DirectoryInfo(AppContext.BaseDirectory)), "tests", "interop", "vcard");

    /// <summary>What the other library understands of a vCard file.</summary>
    public static JsonElement Read(string text)
    {
        lock (Gate)
        {
            if (!Directory.Exists(Path.Combine(Folder, "node_modules", "ical.js")))
            {
                Run("npm", ["ci", "--no-audit", "--no-fund"], "");
            }
        }

        using var read = JsonDocument.Parse(Run("node", ["interop.mjs"], text));
        return read.RootElement.Clone();
    }

    /// <summary>The same of our jCard, with nothing but a JSON reader.</summary>
    public static JsonElement Plain(string json)
    {
        using var read = JsonDocument.Parse(json);
        return JsonSerializer.SerializeToElement(read.RootElement.EnumerateArray().Select(card =>
            card[1].EnumerateArray().Select(property => new object[]
            {
                property[0].GetString()!,
                property.EnumerateArray().Skip(3).Select(value => value.GetString()).ToArray(),
                property[1].EnumerateObject().OrderBy(one => one.Name, StringComparer.Ordinal)
                    .Select(one => new object[] { one.Name, Strings(one.Value) }).ToArray(),
            }).ToArray()).ToArray());
    }

    private static string[] Strings(JsonElement value) => value.ValueKind == JsonValueKind.Array
        ? [.. value.EnumerateArray().Select(one => one.GetString()!)]
        : [value.GetString()!];

    private static string Run(string program, string[] arguments, string input)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            StandardOutputEncoding = Encoding.UTF8,
        };
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        if (!process.WaitForExit(RunTimeMax))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} did not end within {RunTimeMax.TotalSeconds} s.");
        }

        Assert.True(process.ExitCode == 0, $"{program} failed: {errors.Result}");
        return output.Result;
    }

    private static string RepositoryRoot(DirectoryInfo from) =>
        File.Exists(Path.Combine(from.FullName, "CbmExchange.sln")) ? from.FullName : RepositoryRoot(from.Parent!);
}
