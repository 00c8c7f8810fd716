using System.Collections.Immutable;
using System.Globalization;
using CbmExchange.Domain.Peers;
using CbmExchange.Node.Hosting;
using CbmExchange.Node.Observation;
using CbmExchange.Node.PeerStreams;
using CbmExchange.Node.Publishing;
using CbmExchange.Store;
using CbmExchange.Store.Feeds;
using CbmExchange.Store.Readings;

namespace CbmExchange.Node.Feeds;

/// <summary>
/// Notices that held records ended by themselves, and keeps that, once for each version, whichever process of the node
/// is first: the command id says which.
/// </summary>
internal sealed partial class ExpiredPart(
    ReadModels models, IEventStore store, TimeProvider time, ILogger<ExpiredPart> log)
    : LookingPart(time)
{
    /// <summary>Read at once.</summary>
    private const int CountMax = 1_000;

    private const string Stream = "expired";

    private readonly HashSet<Guid> told = [];

    /// <inheritdoc/>
    public override string Name => "what ends by itself";

    /// <summary>What the readings are behind comes on top.</summary>
    protected override TimeSpan LookEvery { get; } = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    protected override async Task LookAsync(CancellationToken cancellationToken)
    {
        // All pages: what cannot be told, such as an end that is no time, must not stand before the rest for ever.
        var now = Time.GetUtcNow();
        ImmutableArray<EndedRow> page = [];
        do
        {
            var last = page.IsEmpty ? null : page[^1];
            page = await models.Feed.EndedAsync(now, last, CountMax, cancellationToken).ConfigureAwait(false);
            foreach (var ended in page)
            {
                await TellAsync(ended, now).ConfigureAwait(false);
            }
        }
        while (page.Length == CountMax);
    }

    /// <inheritdoc/>
    protected override void TellWaiting() => Waits(log);

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
