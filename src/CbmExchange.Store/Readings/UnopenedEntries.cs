using CbmExchange.Domain;
using CbmExchange.Domain.Peers;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Envelopes.Statements;

namespace CbmExchange.Store.Readings;

/// <summary>
/// Entries whose statement did not open. Those that lacked a key are tried again when their originator's keys change;
/// an entry that a later one of the same record overtook is not.
/// </summary>
internal static class UnopenedEntries
{
    /// <summary>The fault of an entry that waited for a key and was overtaken; it is never tried again.</summary>
    private const string Overtaken = "OVERTAKEN";

    /// <summary>
    /// Entries tried again at once: what a peer sends before the key of it is a handful; more was sent to fill memory.
    /// </summary>
    private const int CountMax = 10_000;

    private static readonly string[] WaitingFaults = [StatementFaults.UnknownKey, StatementFaults.KeyNotYetValid];

    /// <summary>Whose keys an event changes; null when none.</summary>
    public static ParticipantId? OriginatorOf(IEvent body) => body switch
    {
        PeerAdmitted admitted => admitted.Peer,
        PeerDescriptorRenewed renewed => renewed.Peer,
        _ => null,
    };

    /// <summary>What waits for a key of a peer, in the order of its streams.</summary>
    public static Task<IReadOnlyList<WaitingEntry>> ReadAsync(
        ParticipantId originator, ProjectionWriter writer, CancellationToken cancellationToken) =>
        writer.ReadAsync(
            """
            select generation, entry, recipient, stored_at from cbm_reading_unopened
             where originator = $1 and fault = any ($2) order by generation, entry limit $3
            """,
            [originator.Value, WaitingFaults, CountMax],
            row => new WaitingEntry(
                new PeerStreamId(originator, new ParticipantId(row.GetString(2)), row.GetInt32(0)), row.GetInt64(1),
                row.GetFieldValue<DateTimeOffset>(3)),
            cancellationToken);

    /// <summary>Forgets that an entry did not open: it is tried again.</summary>
    public static void Remove(WaitingEntry entry, SqlChanges sql) => sql.Add(
        "delete from cbm_reading_unopened where originator = $1 and generation = $2 and entry = $3",
        entry.Stream.Originator.Value, entry.Stream.Generation, entry.Index);

    /// <summary>An entry took effect: what waited of the same record before it must not come after it.</summary>
    public static void Overtake(Records.HeldEntry by, SqlChanges sql) => sql.Add(
        $"""
        update cbm_reading_unopened set fault = '{Overtaken}'
         where originator = $1 and record_id = $2 and fault = any ($3) and (generation, entry) < ($4, $5)
        """,
        by.Originator.Value, by.Body.RecordId, WaitingFaults, by.Generation, by.Index);
}
