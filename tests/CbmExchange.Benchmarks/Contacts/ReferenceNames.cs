using CbmExchange.Benchmarks.Nodes;
using CbmExchange.Node.Contacts;
using CbmExchange.Node.Tests.Hosting;

namespace CbmExchange.Benchmarks.Contacts;

/// <summary>The public names of States in six languages, imported as an operator does it.</summary>
internal static class ReferenceNames
{
    private const int LettersMin = 6;
    private const string Table = "participants.csv";

    /// <summary>Imports them; answers long English ones, which a misspelling leaves close to their own.</summary>
    public static async Task<IReadOnlyList<string>> ImportAsync(BenchNode node)
    {
        var folder = Directory.CreateDirectory(Path.Combine(node.Home.Home.Folder, "data")).FullName;
        File.Copy(Path.Combine(AppContext.BaseDirectory, Table), Path.Combine(folder, Table));
        var run = await ProgramRun.RunAsync(["import-reference", "--home", node.Home.Home.Folder, "--data", folder])
            .ConfigureAwait(false);
        if (run.ExitCode != 0)
        {
            throw new InvalidOperationException(run.Errors);
        }

        await node.RestartAsync(() => Task.CompletedTask).ConfigureAwait(false);
        var states = node.Get<ReferenceStates>();
        return [.. states.Codes.Select(code => states.Resolve(code)!.Name).Where(IsClear)];
    }

    private static bool IsClear(string name) => name.Length >= LettersMin && name.All(char.IsAsciiLetter);
}
