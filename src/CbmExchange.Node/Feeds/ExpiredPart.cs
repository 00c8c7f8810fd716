using System.Globalization;
using CbmExchange.Domain.Peers;
using CbmExchange.Node.Hosting;
using CbmExchange.Node.Observation;
using CbmExchange.Node.PeerStreams;
using CbmExchange.Node.Publishing;
using CbmExchange.Node.Tables;
using CbmExchange.Store;
using CbmExchange.Store.Feeds;
using CbmExchange.Store.Readings;

namespace CbmExchange.Node.Feeds;

/// <summary>
/// Notices that held records ended by themselves, and keeps that, once for each version, whichever process of the node
/// is first: the command id says which.
/// </summary>
internal sealed partial class ExpiredPart(
    ReadModels models, IEventStore store, TimeProvider time, ILogger<ExpiredPart> log) : IBackgroundPart
{
    /// <summary>An end is told within this, and what the readings are behind.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    /// <summary>Told at one look; more wait for the next.</summary>
    private const int CountMax = 1_000;

    private const string Stream = "expired";

    private readonly HashSet<Guid> told = [];
    private readonly CancellationTokenSource stopping = new();
    private Task running = Task.CompletedTask;

    /// <inheritdoc/>
    public string Name => "what ends by itself";

    /// <inheritdoc/>
    public Task Work => running;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        running = Task.Run(RunAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask StopAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
    }

    private async Task RunAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var now = time.GetUtcNow();
                foreach (var ended in await models.Feed.EndedAsync(now, CountMax, stopping.Token).ConfigureAwait(false))
                {
                    await TellAsync(ended, now).ConfigureAwait(false);
                }
            }
            catch (Exception error) when (StoreFaults.IsUnavailable(error))
            {
                Waits(log);
            }

            await Task.Delay(LookEvery, time, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task TellAsync(EndedRow ended, DateTimeOffset now)
    {
        var command = PeerEventStreams.CommandId(
            "held-expired", ended.Originator.Value, ended.Record.Value, ended.ContentHash.Hex);
        if (!told.Contains(command)
            && DateTimeOffset.TryParse(
                ended.EndsAt, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) && at <= now)
        {
            await OwnAppends.DoAsync(store, new AppendRequest
            {
                CommandId = command,
                Streams =
                [
                    new StreamAppend(
                        Stream, null,
                        [new HeldRecordExpired(ended.Originator, ended.Record, ended.ContentHash, at, now)]),
                ],
            }).ConfigureAwait(false);
            told.Add(command);
        }
    }

    [LoggerMessage(NodeEventIds.ExpiredWaits, LogLevel.Warning,
        "The store did not answer; what ended by itself is told later.")]
    private static partial void Waits(ILogger log);
}
