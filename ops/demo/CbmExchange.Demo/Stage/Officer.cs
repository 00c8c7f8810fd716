using Google.Protobuf;

namespace CbmExchange.Demo.Stage;

/// <summary>An officer at a terminal: calls cbmx as a process, with the own profile.</summary>
internal sealed class Officer(DemoOptions options, Narrator narrator, DemoNode node, string label)
{
    private static readonly JsonParser Json = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    /// <summary>Where the build put cbmx.</summary>
    public static string ProgramOf(DemoOptions options) => Path.Combine(
        options.Root, "src", "CbmExchange.Cli", "bin", options.Configuration, "net10.0", "cbmx.dll");

    /// <summary>Runs a command that is part of the story; it must succeed. Returns what it answered.</summary>
    public async Task<T> DoAsync<T>(CancellationToken cancellation, params string[] words)
        where T : IMessage<T>, new()
    {
        narrator.Did(node.Designator, label, words);
        return await AskAsync<T>(cancellation, words).ConfigureAwait(false);
    }

    /// <summary>Runs a command and shows what it prints, word for word.</summary>
    public async Task<string> ShowAsync(CancellationToken cancellation, params string[] words)
    {
        narrator.Did(node.Designator, label, words);
        var end = await RunAsync(cancellation, words).ConfigureAwait(false);
        narrator.Shown(end.Output.Length > 0 ? end.Output : end.Error);
        MustBeDone(end, words);
        return end.Output;
    }

    /// <summary>Asks quietly; it must succeed.</summary>
    public async Task<T> AskAsync<T>(CancellationToken cancellation, params string[] words)
        where T : IMessage<T>, new()
    {
        var end = await RunAsync(cancellation, [.. words, "--json"]).ConfigureAwait(false);
        MustBeDone(end, words);
        return Json.Parse<T>(end.Output);
    }

    /// <summary>Asks quietly for a stream of answers, one on each line; it must succeed.</summary>
    public async Task<IReadOnlyList<T>> AskEachAsync<T>(CancellationToken cancellation, params string[] words)
        where T : IMessage<T>, new()
    {
        var end = await RunAsync(cancellation, [.. words, "--json"]).ConfigureAwait(false);
        MustBeDone(end, words);
        return [.. end.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Json.Parse<T>)];
    }

    /// <summary>Asks quietly; null when the answer is no.</summary>
    public async Task<T?> TryAskAsync<T>(CancellationToken cancellation, params string[] words)
        where T : class, IMessage<T>, new()
    {
        var end = await RunAsync(cancellation, [.. words, "--json"]).ConfigureAwait(false);
        return end.ExitCode == 0 ? Json.Parse<T>(end.Output) : null;
    }

    /// <summary>Runs cbmx; any exit code.</summary>
    public Task<ProcessEnd> RunAsync(CancellationToken cancellation, params string[] words)
    {
        var start = ProcessRun.Start(ProgramOf(options), words);
        start.Environment["CBMX_PROFILE"] = node.Profile(label);
        return ProcessRun.ToEndAsync(start, cancellation);
    }

    private void MustBeDone(ProcessEnd end, string[] words)
    {
        if (end.ExitCode != 0)
        {
            throw new StepFailed(
                $"{node.Designator} {label}: cbmx {string.Join(' ', words)} ended with {end.ExitCode}: " +
                end.Error.Trim());
        }
    }
}
