using System.Collections.Immutable;
using CbmExchange.Domain;
using static CbmExchange.Store.Readings.ReadingsSource;

namespace CbmExchange.Store.Readings;

/// <summary>
/// The third watermark of peers' streams. Throws <see cref="StoreUnavailableException"/> when PostgreSQL is down.
/// </summary>
public sealed class StreamReader
{
    private readonly ReadingsSource source;

    internal StreamReader(ReadingsSource source) => this.source = source;

    /// <summary>Up to which entry each stream is applied.</summary>
    public Task<ImmutableArray<(ParticipantId Originator, int Generation, PeerSequence Applied)>> AppliedAsync(
        CancellationToken cancellationToken) => source.ListAsync(
        "select originator, generation, applied from {schema}.cbm_reading_applied order by originator, generation",
        row => (new ParticipantId(Text(row, "originator")), row.GetInt32(row.GetOrdinal("generation")),
            new PeerSequence(Long(row, "applied"))), cancellationToken);
}
