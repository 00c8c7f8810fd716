using CbmExchange.Envelopes.PeerStreams;

namespace CbmExchange.Store.Memory;

/// <summary>One peer stream; guarded by the gate of <see cref="MemoryLog"/>.</summary>
internal sealed class MemoryPeerStream(PeerStreamId id, int number, DateTimeOffset openedAt)
{
    public PeerStreamId Id { get; } = id;

    public int Number { get; } = number;

    public DateTimeOffset OpenedAt { get; } = openedAt;

    public DateTimeOffset ChangedAt { get; set; } = openedAt;

    public bool IsClosed { get; set; }

    public List<StoredPeerEntry> Entries { get; } = [];

    public VerifiedHead? Head { get; set; }
}
