using System.Collections.Immutable;
using CbmExchange.Domain;
using CbmExchange.Envelopes.Statements;
using static CbmExchange.Store.Readings.ReadingsSource;

namespace CbmExchange.Store.Readings;

/// <summary>
/// The third watermark of peers' streams. Throws <see cref="StoreUnavailableException"/> when PostgreSQL is down.
/// </summary>
public sealed class StreamReader
{
    private readonly ReadingsSource source;

    internal StreamReader(ReadingsSource source) => this.source = source;

    /// <summary>Records sealed at most in one answer, the newest.</summary>
    public const int SealedCountMax = 200;

    /// <summary>What peers sent that is newer than this software, the newest first.</summary>
    public Task<ImmutableArray<SealedRow>> SealedAsync(CancellationToken cancellationToken) => source.ListAsync(
        """
        select originator, record_id, coalesce(record_type, '') as record_type, coalesce(entry_kind, '') as entry_kind,
          coalesce(tlp, '') as tlp, stored_at
          from {schema}.cbm_reading_unopened where fault = $1
         order by stored_at desc, originator, generation, entry desc limit $2
        """,
        row => new SealedRow(
            new ParticipantId(Text(row, "originator")), Text(row, "record_id"), Text(row, "record_type"),
            Text(row, "entry_kind"), Text(row, "tlp"), Time(row, "stored_at")),
        cancellationToken,
        StatementFaults.UnknownSchema,
        SealedCountMax);

    /// <summary>Up to which entry each stream is applied.</summary>
    public Task<ImmutableArray<(ParticipantId Originator, int Generation, PeerSequence Applied)>> AppliedAsync(
        CancellationToken cancellationToken) => source.ListAsync(
        "select originator, generation, applied from {schema}.cbm_reading_applied order by originator, generation",
        row => (new ParticipantId(Text(row, "originator")), row.GetInt32(row.GetOrdinal("generation")),
            new PeerSequence(Long(row, "applied"))), cancellationToken);
}
