using System.Security.Cryptography;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Envelopes.Statements;
using Google.Protobuf;

namespace CbmExchange.Envelopes.PeerStreams;

/// <summary>
/// Checks what lies beside an entry whose bytes are already proven by a signed root. Guards: digests sorted, each once;
/// the statement is the one named; each disclosure is one listed, in the order of the list.
/// </summary>
internal static class EntryChecker
{
    public static Verdict<VerifiedEntry, StreamFault> Check(
        long index, SealedEntry sealedEntry, byte[] leafHash, ReadOnlyMemory<byte> checkpoint)
    {
        if (TryParse(sealedEntry.Entry) is not { } body || BodyFault(body) is not null)
        {
            return new StreamFault(
                StreamFaults.Malformed, $"Entry {index} is {BodyFault(TryParse(sealedEntry.Entry))}.", checkpoint);
        }

        if (!StatementFits(body, sealedEntry.Statement))
        {
            return new StreamFault(
                StreamFaults.StatementMismatch,
                $"The statement beside entry {index} is not the one it names.",
                checkpoint);
        }

        if (!DisclosuresFit(body, sealedEntry.Disclosures))
        {
            return new StreamFault(
                StreamFaults.DisclosureMismatch, $"A disclosure beside entry {index} is not one it lists.", checkpoint);
        }

        return new VerifiedEntry(index, sealedEntry, body, leafHash);
    }

    private static PeerEntry? TryParse(ByteString bytes)
    {
        try
        {
            return PeerEntry.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    // Null when the body is as it must be. A kind that is not known here is kept: a newer peer may have it.
    private static string? BodyFault(PeerEntry? body)
    {
        if (body is null || body.Kind.Length == 0)
        {
            return "not a peer entry";
        }

        var digests = body.DisclosureSha256.Select(digest => digest.ToByteArray()).ToList();
        if (digests.Count > EnvelopeLimits.DisclosuresMax || digests.Any(digest => !IsHash(digest.Length))
            || !EntryDisclosures.IsSortedWithoutRepeats(digests))
        {
            return "without sorted digests";
        }

        var hasStatement = !body.StatementSha256.IsEmpty;
        if ((hasStatement && (!IsHash(body.StatementSha256.Length) || body.Marking is null))
            || (!hasStatement && (digests.Count > 0 || EntryKinds.CarriesStatement(body.Kind))))
        {
            return "without a statement and its marking";
        }

        if ((body.ReleasedAt is not null && !ProtoTime.IsMoment(body.ReleasedAt))
            || (body.NarrowedAt is not null && !ProtoTime.IsMoment(body.NarrowedAt)))
        {
            return "dated with no moment";
        }

        return HasItsPart(body) ? null : "without the part that its kind asks for";
    }

    private static bool HasItsPart(PeerEntry body) => body.Kind switch
    {
        EntryKinds.Key => body.Key is { } key && ProtoTime.IsMoment(key.Since) && IsHash(key.KeySha256.Length),
        EntryKinds.CheckpointOfPeer =>
            body.CheckpointOfPeer.Length is > 0 and <= EnvelopeLimits.CheckpointBytesMax,
        EntryKinds.Withdrawn => IsUuid(body.RecordId) && body.Withdrawal is not null && body.ReleasedAt is not null,
        EntryKinds.Narrowed => IsUuid(body.RecordId) && body.ReleasedAt is not null && body.StatementSha256.IsEmpty,
        EntryKinds.Receipt => IsUuid(body.RecordId) && body.Receipt is { } receipt
            && ProtoTime.IsMoment(receipt.At) && IsUuid(receipt.OfRecordId) && IsHash(receipt.OfStatementSha256.Length)
            && (receipt.Level != ReceiptLevels.Acknowledged || !body.StatementSha256.IsEmpty),
        _ when EntryKinds.CarriesStatement(body.Kind) => IsUuid(body.RecordId) && body.ReleasedAt is not null,
        _ => true,
    };

    private static bool StatementFits(PeerEntry body, ByteString statement) => body.StatementSha256.IsEmpty
        ? statement.IsEmpty
        : SHA256.HashData(statement.Span).AsSpan().SequenceEqual(body.StatementSha256.Span);

    // A subset in order: some may have been destroyed by the originator (PROTOCOL.md §6).
    private static bool DisclosuresFit(PeerEntry body, IEnumerable<string> disclosures)
    {
        var next = 0;
        foreach (var disclosure in disclosures)
        {
            var digest = Disclosure.DigestOf(disclosure);
            while (next < body.DisclosureSha256.Count && !body.DisclosureSha256[next].Span.SequenceEqual(digest))
            {
                next++;
            }

            if (next++ >= body.DisclosureSha256.Count)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsHash(int length) => length == CompactRange.HashBytes;

    private static bool IsUuid(string text) => HeaderClaims.IsUuid(text);
}
