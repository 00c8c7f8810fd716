using System.Text.Json;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Domain.Records;
using CbmExchange.Envelopes.Keys;
using CbmExchange.Envelopes.Statements;

namespace CbmExchange.Envelopes.PeerStreams;

/// <summary>Opens the statement of a stored entry, before a projection shows it (design D6).</summary>
public static class EntryStatements
{
    /// <summary>Opens the statement and checks that it is about the record that the entry names.</summary>
    public static Verdict<VerifiedStatement, StatementFault> OpenStatement(
        this VerifiedEntry entry, PeerKeys keys, DateTimeOffset now) => Open(entry.Sealed, keys, now);

    /// <summary>
    /// The same for an entry that was verified and stored earlier. The caller MUST take it from its store of verified
    /// entries, never from the wire: whether it stands in the stream is not checked here.
    /// </summary>
    public static Verdict<VerifiedStatement, StatementFault> Open(
        SealedEntry entry, PeerKeys keys, DateTimeOffset now)
    {
        var body = PeerEntry.Parser.ParseFrom(entry.Entry);
        if (body.StatementSha256.IsEmpty)
        {
            return new StatementFault(StatementFaults.NoStatement, "The entry carries no statement.");
        }

        var opened = StatementVerifier.Open(entry.Statement.Span, entry.Disclosures, keys, now);
        if (!opened.IsAccepted)
        {
            return opened;
        }

        var header = opened.Value.Header;
        if (header.RecordId.Value != body.RecordId || header.RecordType != body.RecordType)
        {
            return new StatementFault(
                StatementFaults.WrongRecord, "The statement is about another record than its entry.");
        }

        return opened.Value with { DestroyedDisclosures = body.DisclosureSha256.Count - entry.Disclosures.Count };
    }

    /// <summary>
    /// What the statement of an own entry says of itself where it does not open any more: its key went with the home,
    /// or its schema is newer than this program. The entry MUST be proven by a checkpoint of our own: nothing else
    /// vouches for it. Null when it cannot be read or is about another record than its entry.
    /// </summary>
    public static RecordHeader? HeaderOfOwn(this VerifiedEntry entry) =>
        JwtParts.TryRead(entry.Sealed.Statement.Span) is { } parts
        && StatementJson.TryRead(parts.Payload) is { ValueKind: JsonValueKind.Object } payload
        && HeaderClaims.TryRead(payload) is { } header
        && header.RecordId.Value == entry.Body.RecordId
        && header.RecordType == entry.Body.RecordType
            ? header
            : null;
}
