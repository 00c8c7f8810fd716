using CbmExchange.Domain;

namespace CbmExchange.Node.Administration;

/// <summary>A node whose exchange with peers is not running.</summary>
internal sealed class NoPeerConnections : IPeerConnections
{
    /// <inheritdoc/>
    public ConnectionFacts FactsOf(ParticipantId peer, string direction) => new("waiting");

    /// <inheritdoc/>
    public LogPosition? FetchedUpTo(ParticipantId peer) => null;

    /// <inheritdoc/>
    public bool NeedsGeneration(ParticipantId peer) => false;

    /// <inheritdoc/>
    public int HeldGeneration(ParticipantId peer) => 0;

    /// <inheritdoc/>
    public DateTimeOffset FetchesKnownSince => DateTimeOffset.MaxValue;
}
