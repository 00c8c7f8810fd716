using CbmExchange.Domain;
using CbmExchange.Store;

namespace CbmExchange.Node.Startup;

/// <summary>What the database server, the log and the mirrored streams know of the time.</summary>
internal static class DatabaseClock
{
    /// <summary>Throws when this machine's clock is wrong, as far as they can tell.</summary>
    public static async Task DemandAsync(
        PostgresEventStore store, TimeProvider time, CancellationToken cancellationToken)
    {
        ClockCheck.DemandSame(
            await store.ServerTimeAsync(cancellationToken).ConfigureAwait(false), time.GetUtcNow());
        var head = await store.HeadAsync(cancellationToken).ConfigureAwait(false);
        DateTimeOffset? last = null;
        var before = new LogPosition(Math.Max(0, head.Value - 1));
        await foreach (var stored in store.ReadAllAsync(before, cancellationToken).ConfigureAwait(false))
        {
            last = stored.Timestamp;
        }

        DateTimeOffset? signed = null;
        foreach (var info in await store.PeerStreams.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            var held = await store.PeerStreams.HeadAsync(info.Stream, cancellationToken).ConfigureAwait(false);
            signed = held?.SignedAt > (signed ?? DateTimeOffset.MinValue) ? held.SignedAt : signed;
        }

        ClockCheck.Demand(last, signed, time.GetUtcNow());
    }
}
