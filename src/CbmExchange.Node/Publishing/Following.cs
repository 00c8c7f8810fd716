using System.Collections.Immutable;
using CbmExchange.Domain;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Participants;
using CbmExchange.Node.Participants;
using CbmExchange.Node.PeerStreams;
using CbmExchange.Store;

namespace CbmExchange.Node.Publishing;

/// <summary>
/// Gives what follows a body to whoever became its member, once each: who was given it stands in the log, so a look
/// that was stopped, or came twice, changes nothing. Members are compared in memory; a record is read when they
/// changed.
/// </summary>
internal sealed class Following(
    IEventStore store, FollowedBodies followed, ParticipantTable participants, RecordLoader loader,
    ReleaseSettings settings, EntryMaker entries, HeadGate gate, TimeProvider time)
{
    private readonly Dictionary<RecordId, string> seen = [];

    /// <summary>Follows what changed since the last look; answers how many records went out.</summary>
    /// <exception cref="StoreUnavailableException">The store does not answer: ask again later.</exception>
    public async Task<int> FollowAsync(CancellationToken cancellationToken)
    {
        var count = 0;
        var now = time.GetUtcNow();
        foreach (var (record, bodies) in followed.All)
        {
            var members = MembersOf(bodies, now);
            if (seen.GetValueOrDefault(record) != members)
            {
                var went = await FollowAsync(record, cancellationToken).ConfigureAwait(false);
                count += went == true ? 1 : 0;
                if (went is not null)
                {
                    seen[record] = members;
                }
            }
        }

        return count;
    }

    // Null when it could not be decided or appended now: asked again at the next look.
    private async Task<bool?> FollowAsync(RecordId record, CancellationToken cancellationToken)
    {
        var state = await loader.LoadAsync(record, cancellationToken).ConfigureAwait(false);
        var setting = await settings.OfAsync(state, state.Following?.Quotes ?? [], cancellationToken)
            .ConfigureAwait(false);
        if (state.Departure is not null)
        {
            return null;
        }

        if (RecordDecider.Follow(state, setting, time.GetUtcNow()) is not [RecordReleased released])
        {
            return false;
        }

        if (!released.Recipients.All(one => gate.TakesCommands(one.Participant)))
        {
            return null;
        }

        var version = state.Versions.Single(one => one.Number == released.Version);
        return await OwnAppends.DoAsync(store, new AppendRequest
        {
            CommandId = PeerEventStreams.CommandId("release-follows", record.Value, $"{state.Version}"),
            Streams = RecordReplies.StreamsOf(state, record, [released]),
            PeerEntries = entries.Of(state, version, released),
        }).ConfigureAwait(false)
            ? true
            : null;
    }

    private string MembersOf(ImmutableArray<BodyId> bodies, DateTimeOffset now) => string.Join(
        ' ', bodies.Select(body => string.Join(',', participants.State.MembersAsOf(body, now))));
}
