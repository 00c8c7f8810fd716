using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Demo.Stage;

namespace CbmExchange.Demo.Story;

/// <summary>The whole evening: prepare, tell the story step by step, stay or stop.</summary>
internal static class Demonstration
{
    private const int ExitFailed = 1;

    /// <summary>128 + SIGINT, as shells say it.</summary>
    private const int ExitInterrupted = 130;

    public static async Task<int> RunAsync(DemoOptions options, CancellationToken cancellation)
    {
        var narrator = new Narrator(Console.Out);
        var cast = new Cast(options, narrator);
        try
        {
            await TellAsync(cast, cancellation).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
            if (!options.Once)
            {
                await StayAsync(cast, cancellation).ConfigureAwait(false);
                return 0;
            }
        }
        catch (Exception end) when (cancellation.IsCancellationRequested && IsEndOfStep(end))
        {
            // Ctrl-C reaches the programs of a step too; that they ended says nothing about the story.
            narrator.Say($"Stopping in \"{narrator.Title}\": the story was not told to its end.");
            return ExitInterrupted;
        }
        catch (StepFailed failed)
        {
            await Console.Error.WriteLineAsync($"demo: failed in \"{narrator.Title}\": {failed.Message}")
                .ConfigureAwait(false);
            await ShowLogsAsync(cast).ConfigureAwait(false);
            return ExitFailed;
        }
        catch (TimeoutException)
        {
            await Console.Error.WriteLineAsync($"demo: failed in \"{narrator.Title}\": a node was not ready in time.")
                .ConfigureAwait(false);
            await ShowLogsAsync(cast).ConfigureAwait(false);
            return ExitFailed;
        }
        finally
        {
            await cast.StopAllAsync().ConfigureAwait(false);
        }

        Console.WriteLine();
        Console.WriteLine("demo: ok");
        return 0;
    }

    private static bool IsEndOfStep(Exception end) =>
        end is StepFailed or TimeoutException or OperationCanceledException;

    private static async Task TellAsync(Cast cast, CancellationToken cancellation)
    {
        var memory = new Memory();
        await Opening.PlayAsync(cast, cancellation).ConfigureAwait(false);
        await StrategyStep.PlayAsync(cast, memory, cancellation).ConfigureAwait(false);
        await ContactStep.PlayAsync(cast, memory, cancellation).ConfigureAwait(false);
        await NotificationStep.PlayAsync(cast, cancellation).ConfigureAwait(false);
        await FeedStep.PlayAsync(cast, memory, cancellation).ConfigureAwait(false);
        await LookupStep.PlayAsync(cast, memory, cancellation).ConfigureAwait(false);
        await EveryStateStep.PlayAsync(cast, cancellation).ConfigureAwait(false);
        await WithdrawalStep.PlayAsync(cast, memory, cancellation).ConfigureAwait(false);
        await AttestationStep.PlayAsync(cast, memory, cancellation).ConfigureAwait(false);
        await WaitingStep.PlayAsync(cast, cancellation).ConfigureAwait(false);
        await SilentStateStep.PlayAsync(cast, cancellation).ConfigureAwait(false);
        await ExerciseStep.PlayAsync(cast, cancellation).ConfigureAwait(false);
        await OutageStep.PlayAsync(cast, cancellation).ConfigureAwait(false);
        await BadPeersStep.PlayAsync(cast, cancellation).ConfigureAwait(false);
    }

    private static async Task StayAsync(Cast cast, CancellationToken cancellation)
    {
        var narrator = cast.Narrator;
        narrator.Say("The whole story was told, and each step came out as it says.");
        narrator.Step("The nodes stay up until Ctrl-C");
        foreach (var node in cast.Nodes)
        {
            narrator.Say(
                $"{node.Designator}  officers https://{node.OfficersAddress}  peers https://{node.PeersAddress}  " +
                $"home {node.Home}");
        }

        const string cbmx = "ops/cbmx";
        await OfferDesksAsync(cast, cbmx, cancellation).ConfigureAwait(false);
        narrator.Say("Try, for example:");
        narrator.Say($"  {cbmx} lookup XA --profile {cast.Xb.Profile("duty")}");
        narrator.Say($"  {cbmx} inbox --profile {cast.Xa.Profile("duty")}");
        narrator.Say($"  {cbmx} library search cyber --profile {cast.Xo.Profile("desk")}");
        narrator.Say($"  {cbmx} view-as XB --profile {cast.Xa.Profile("authority")}");
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            narrator.Say("Stopping.");
        }
    }

    // A link signs in once, within five minutes.
    private static async Task OfferDesksAsync(Cast cast, string cbmx, CancellationToken cancellation)
    {
        var narrator = cast.Narrator;
        narrator.Say("The duty desk of each node in a browser (it asks once whether to trust the node's own root):");
        foreach (var node in cast.Nodes)
        {
            var desk = await cast.Reader(node).AskAsync<OpenDeskResponse>(cancellation, "web", "sign-in")
                .ConfigureAwait(false);
            narrator.Say($"  {node.Designator}  {desk.Url}");
        }

        narrator.Say($"  Each is good once, for five minutes; another, and other officers: {cbmx} web sign-in --profile "
            + cast.Xa.Profile("author"));
    }

    private static async Task ShowLogsAsync(Cast cast)
    {
        foreach (var node in cast.Nodes.Where(node => File.Exists(node.LogFile)))
        {
            await Console.Error.WriteLineAsync($"Last lines of {node.LogFile}:").ConfigureAwait(false);
            foreach (var line in File.ReadLines(node.LogFile).TakeLast(5))
            {
                await Console.Error.WriteLineAsync($"  {line}").ConfigureAwait(false);
            }
        }
    }
}
