using System.Collections.Immutable;
using CbmExchange.Domain;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Participants;
using CbmExchange.Domain.Release;
using CbmExchange.Node.Tables;
using CbmExchange.Store;

namespace CbmExchange.Node.Publishing;

/// <summary>Own records whose last release follows the membership of bodies, in memory: which bodies.</summary>
internal sealed class FollowedBodies : IMemoryTable
{
    private readonly Lock gate = new();
    private readonly Dictionary<RecordId, ImmutableArray<BodyId>> followed = [];

    /// <summary>As of the last event seen.</summary>
    public IReadOnlyList<KeyValuePair<RecordId, ImmutableArray<BodyId>>> All
    {
        get
        {
            lock (gate)
            {
                return [.. followed];
            }
        }
    }

    /// <inheritdoc/>
    public void Apply(StoredEvent stored)
    {
        lock (gate)
        {
            switch (stored.Body)
            {
                case RecordReleased { IsFollowing: false, Grants.IsEmpty: false } released:
                    Put(released);
                    break;
                case RecordWithdrawn withdrawn:
                    followed.Remove(withdrawn.RecordId);
                    break;
            }
        }
    }

    private void Put(RecordReleased released)
    {
        ImmutableArray<BodyId> bodies =
        [
            .. released.Grants.Where(grant => grant.Audience.BodyMode == Audience.FollowsMembership)
                .SelectMany(grant => grant.Audience.Include)
                .Where(one => one.Kind == AudienceMember.BodyMembersKind)
                .Select(one => new BodyId(one.Id)).Distinct(),
        ];
        if (bodies.IsEmpty)
        {
            followed.Remove(released.RecordId);
        }
        else
        {
            followed[released.RecordId] = bodies;
        }
    }
}
