using System.Collections.Immutable;
using CbmExchange.Domain;
using CbmExchange.Domain.Cases;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Node.Doors;
using CbmExchange.Node.Publishing;
using CbmExchange.Store;

namespace CbmExchange.Node.Messaging;

/// <summary>
/// A reply that one officer lets leave alone, in the one append in which it is drafted: signed, and released to the
/// originator of the message only. Domain decides whether it may.
/// </summary>
internal sealed class ReplyRelease(RecordDesk desk, ReleaseSettings settings, EntryMaker entries)
{
    /// <summary>What is appended; a refusal when the officer may not let it leave alone.</summary>
    public Task<Outcome<SentReply>> OfAsync(
        OfficerCall call,
        ReceivedMessage message,
        ImmutableArray<IEvent> drafted,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) =>
        OfAsync(call.Seat.ToActor(), ReplyDecider.GrantTo(message), drafted, now, cancellationToken);

    /// <summary>As above, for whom and under which marking the grant says.</summary>
    public async Task<Outcome<SentReply>> OfAsync(
        Domain.Officers.Actor actor,
        Domain.Release.ReleaseGrant grant,
        ImmutableArray<IEvent> drafted,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var draft = RecordState.Fold(drafted);
        var cleared = desk.Clear(draft, new ClearRecord { Actor = actor }, now);
        if (cleared.Refusal is { } refusal)
        {
            return refusal;
        }

        var signed = cleared.Value.Aggregate(draft, (state, happened) => state.Apply(happened));
        var released = RecordDecider.Release(
            signed,
            new ReleaseRecord { Actor = actor, Grants = [grant] },
            await settings.OfAsync(signed, cancellationToken).ConfigureAwait(false),
            Policies.Default,
            now
        );
        if (released.Refusal is { } refused)
        {
            return refused;
        }

        return new SentReply(
            signed,
            [.. drafted, .. cleared.Value, .. released.Value],
            entries.Of(signed, signed.NewestCleared!, released.Value.OfType<RecordReleased>().Single()));
    }
}

/// <summary>A reply that leaves.</summary>
/// <param name="Signed">The reply, signed.</param>
/// <param name="Events">All that happened to it, from the draft on.</param>
/// <param name="Entries">Its entry for the originator of the message.</param>
internal sealed record SentReply(
    RecordState Signed, ImmutableArray<IEvent> Events, ImmutableArray<PeerAppend> Entries)
{
    /// <summary>The reply as it stands then.</summary>
    public RecordState After => RecordState.Fold(Events);

    /// <summary>What its recipient is given.</summary>
    public RecordReleased Released => Events.OfType<RecordReleased>().Single();
}
