using CbmExchange.Benchmarks.Store;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Records;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Envelopes.Statements;
using CbmExchange.Node.Tests.PeerStreams;
using EntryKinds = CbmExchange.Domain.Release.EntryKinds;

namespace CbmExchange.Benchmarks.Exchange;

/// <summary>
/// Entries as a release of a strategy makes them. A thousand statements are signed and each is released again and
/// again: every entry and every leaf is its own, and a catch-up hashes each of them, signed anew or not.
/// </summary>
internal static class StreamFill
{
    private const int StatementCount = 1_000;
    private const int AppendCount = 4_000;

    private static readonly DateTimeOffset First = TimeProvider.System.GetUtcNow().AddHours(-12);

    /// <summary>Puts so many entries into the stream from one participant to another; answers them.</summary>
    public static async Task<IReadOnlyList<NewPeerEntry>> FillAsync(
        TestPeerNode from, TestParticipant to, int count)
    {
        var content = Rows.Content;
        var statements = Enumerable.Range(0, Math.Min(count, StatementCount))
            .Select(number => Sign(from.Self, content, number)).ToArray();
        var entries = Enumerable.Range(0, count).Select(number => PeerEntryBuilder.WithStatement(new StatementEntry
        {
            Kind = EntryKinds.Released,
            Statement = statements[number % statements.Length],
            Paths = ClaimPath.Of(content),
            Marking = new Marking { Tlp = "TLP:GREEN", OnwardSharing = "within-tlp" },
            ReleasedAt = First.AddMilliseconds(number),
        })).ToList();
        foreach (var chunk in entries.Chunk(AppendCount))
        {
            await from.ReleaseAsync(to, chunk).ConfigureAwait(false);
        }

        return entries;
    }

    private static IssuedStatement Sign(TestParticipant originator, RecordContent content, int number)
    {
        var header = new RecordHeader
        {
            Originator = originator.Id,
            RecordId = new RecordId($"33333333-0000-4000-8000-{number:d12}"),
            RecordType = RecordTypes.NationalDocument,
            SchemaVersion = RecordSchemas.Version,
            Context = "actual",
            Provenance = "self-declared",
            AuthoritativeLanguages = ["en"],
        };
        var secret = new byte[HmacSaltSource.SecretBytes];
        BitConverter.TryWriteBytes(secret, number);
        return StatementIssuer.Issue(header, content, new HmacSaltSource(secret, secret), originator.Statement);
    }
}
