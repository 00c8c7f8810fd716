using System.Collections.Immutable;
using CbmExchange.Domain;
using CbmExchange.Domain.Officers;
using CbmExchange.Node.Tables;
using CbmExchange.Store;

namespace CbmExchange.Node.Officers;

/// <summary>
/// Who may use this node, in memory, so that doors work while PostgreSQL does not (design D3). An officer that was seen
/// removed stays removed: nothing but a later event of the log changes the table.
/// </summary>
internal sealed class OfficerTable : IMemoryTable
{
    private volatile Snapshot now = new(
        ImmutableDictionary<string, OfficerSeat>.Empty,
        ImmutableDictionary<OfficerId, OfficerSeat>.Empty
    );

    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes at the next change of who may do what. Take it before reading the table.</summary>
    public Task Changed => Volatile.Read(ref changed).Task;

    /// <summary>The stream that every officer command moves on.</summary>
    public const string GuardStream = "officers";

    /// <summary>As Domain decides on it.</summary>
    public OfficersState State { get; private set; } = OfficersState.Empty;

    /// <summary>
    /// The version of the stream that every officer command moves on; read it before <see cref="State"/>.
    /// </summary>
    public StreamVersion Guard { get; private set; }

    /// <summary>All officers that hold a role, by label.</summary>
    public ImmutableArray<OfficerSeat> All =>
        [
            .. now
                .ById.Values.OrderBy(seat => seat.Label, StringComparer.Ordinal)
                .ThenBy(seat => seat.Id.Value, StringComparer.Ordinal),
        ];

    /// <summary>The officer with this key, or null.</summary>
    public OfficerSeat? FindByKey(string keySha256) => now.ByKey.GetValueOrDefault(keySha256);

    /// <summary>The officer with this id, or null.</summary>
    public OfficerSeat? Find(OfficerId id) => now.ById.GetValueOrDefault(id);

    /// <inheritdoc/>
    public void Apply(StoredEvent stored)
    {
        State = State.Apply(stored.Body);
        Guard = stored.StreamId == GuardStream ? stored.Version : Guard;
        switch (stored.Body)
        {
            case OfficerEnrolled enrolled:
                Put(new OfficerSeat(enrolled.Subject, enrolled.CertificateSpkiSha256, enrolled.Label, enrolled.Roles));
                break;
            case OfficerRolesChanged changed when Find(changed.Subject) is { } seat:
                Put(seat with { Roles = changed.Roles });
                break;
            case OfficerRemoved removed when Find(removed.Subject) is { } seat:
                Set(new Snapshot(now.ByKey.Remove(seat.KeySha256), now.ById.Remove(seat.Id)));
                break;
        }
    }

    private void Put(OfficerSeat seat) =>
        Set(new Snapshot(now.ByKey.SetItem(seat.KeySha256, seat), now.ById.SetItem(seat.Id, seat)));

    private void Set(Snapshot next)
    {
        now = next;
        Interlocked.Exchange(ref changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))
            .TrySetResult();
    }

    private sealed record Snapshot(
        ImmutableDictionary<string, OfficerSeat> ByKey,
        ImmutableDictionary<OfficerId, OfficerSeat> ById
    );
}
