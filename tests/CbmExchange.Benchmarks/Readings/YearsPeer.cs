using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Peers;
using CbmExchange.Domain.Records;
using CbmExchange.Envelopes.Keys;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Envelopes.Statements;
using CbmExchange.Node.Publishing;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Store;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using EntryKinds = CbmExchange.Domain.Release.EntryKinds;

namespace CbmExchange.Benchmarks.Readings;

/// <summary>
/// One State's stream to us over many years: three contacts confirmed each half year, two documents a year, twelve
/// incidents a year told in two stages. Each version is signed, each batch verified as one from the line is.
/// </summary>
internal sealed class YearsPeer : IDisposable
{
    private const int Contacts = 3;
    private const int DocumentsOfAYear = 2;
    private const int IncidentsOfAYear = 12;
    private const int BatchCount = 256;

    private static readonly ParticipantId Us = new("0a000000-0000-4000-8000-000000000000");

    private readonly EcdsaSigningKey statement = EcdsaSigningKey.Create(KeyPurpose.Statement);
    private readonly EcdsaSigningKey checkpoint = EcdsaSigningKey.Create(KeyPurpose.Checkpoint);
    private readonly DateTimeOffset first;
    private readonly int number;
    private CompactRange range = CompactRange.Empty;

    public YearsPeer(int number, DateTimeOffset first, DateTimeOffset now)
    {
        (this.number, this.first) = (number, first);
        Id = new ParticipantId($"0a000000-0000-4000-8000-{number:d12}");
        Keys = PeerKeys.Of(Id, new SigningKey[] { statement, checkpoint }.Select(key => new PeerKey(
            VerificationKey.TryRead(key.SubjectPublicKeyInfo.Span)!, key.Purpose, first.AddDays(-1), now.AddDays(9))));
    }

    public ParticipantId Id { get; }

    public PeerKeys Keys { get; }

    /// <summary>Stores the years; answers how many entries that were.</summary>
    public async Task<int> StoreAsync(PostgresEventStore store, int years, DateTimeOffset now)
    {
        var entries = Enumerable.Range(0, years).SelectMany(EntriesOf).ToList();
        foreach (var chunk in entries.Chunk(BatchCount))
        {
            await StoreAsync(store, chunk, now).ConfigureAwait(false);
        }

        return entries.Count;
    }

    public void Dispose()
    {
        statement.Dispose();
        checkpoint.Dispose();
    }

    private IEnumerable<NewPeerEntry> EntriesOf(int year)
    {
        var start = first.AddYears(year);
        for (var half = 0; half < 2; half++)
        {
            for (var contact = 0; contact < Contacts; contact++)
            {
                yield return Entry(contact, ContactAt(contact, start.AddMonths(6 * half)), start.AddMonths(6 * half));
            }
        }

        for (var document = 0; document < DocumentsOfAYear; document++)
        {
            yield return Entry(
                1_000 + (DocumentsOfAYear * year) + document,
                new RecordBody { NationalDocument = Drafts.StrategyBody($"Policy {year}.{document}") },
                start.AddMonths(document));
        }

        for (var incident = 0; incident < IncidentsOfAYear; incident++)
        {
            foreach (var (stage, days) in new[] { ("initial", 0), ("final", 9) })
            {
                yield return Entry(
                    2_000 + (IncidentsOfAYear * year) + incident, NotificationAt(stage, start.AddMonths(incident)),
                    start.AddMonths(incident).AddDays(days));
            }
        }
    }

    private RecordBody ContactAt(int contact, DateTimeOffset at)
    {
        var body = Drafts.Contact($"Officer {number}.{contact}").Body;
        body.PointOfContact.AuthoredAt = at.ToTimestamp();
        body.PointOfContact.ReviewBy = at.AddMonths(6).ToTimestamp();
        body.PointOfContact.Nomination = new Nomination
        {
            ReferenceNo = $"NV-{number}-{contact}",
            Date = "2006-01-01",
            NominatingAuthority = "Ministry",
            Medium = "note-verbale",
        };
        return body;
    }

    private static RecordBody NotificationAt(string stage, DateTimeOffset at)
    {
        var body = Drafts.Notification("XA", "routine").Body;
        body.IncidentNotification.Stage = stage;
        body.IncidentNotification.AuthoredAt = at.ToTimestamp();
        return body;
    }

    private NewPeerEntry Entry(int record, RecordBody body, DateTimeOffset at)
    {
        var (type, content) = WireBodies.Read(body).Value;
        var header = new RecordHeader
        {
            Originator = Id,
            RecordId = new RecordId($"55555555-0000-4000-8000-{(number * 10_000) + record:d12}"),
            RecordType = type,
            SchemaVersion = RecordSchemas.Version,
            Context = "actual",
            Provenance = "self-declared",
            AuthoritativeLanguages = ["en"],
        };
        var secret = new byte[HmacSaltSource.SecretBytes];
        return PeerEntryBuilder.WithStatement(new StatementEntry
        {
            Kind = RecordTypes.IsMessage(type) ? EntryKinds.Message : EntryKinds.Released,
            Statement = StatementIssuer.Issue(header, content, new HmacSaltSource(secret, secret), statement),
            Paths = ClaimPath.Of(content),
            Marking = new Marking { Tlp = "TLP:GREEN", OnwardSharing = "not-without-consent" },
            ReleasedAt = at,
        });
    }

    private async Task StoreAsync(PostgresEventStore store, IReadOnlyList<NewPeerEntry> entries, DateTimeOffset now)
    {
        var stream = new PeerStreamId(Id, Us, 1);
        var after = range.Append(entries.Select(entry => entry.LeafHash));
        var batch = new EntryBatch
        {
            Generation = 1,
            FirstIndex = range.Size,
            Checkpoint = ByteString.CopyFrom(StreamHeads.Sign(stream, after, now, checkpoint)),
        };
        batch.Entries.AddRange(entries.Select(SealedOf));
        var stored = new PeerEntriesStored(
            Id, Us, 1, new PeerSequence(range.Size), new PeerSequence(after.Size), "", now);
        var result = await store.AppendAsync(new AppendRequest
        {
            CommandId = Guid.NewGuid(),
            Streams = [new StreamAppend("peer-" + Id, null, [stored])],
            Incoming = [PeerStreamVerifier.Verify(stream, range, batch, Keys, now).Value],
        }).ConfigureAwait(false);
        range = result.IsDurable ? after : throw new InvalidOperationException($"{result.Outcome}: {result.Sentence}");
    }

    private static SealedEntry SealedOf(NewPeerEntry entry)
    {
        var one = new SealedEntry
        {
            Entry = ByteString.CopyFrom(entry.Entry.Span),
            Statement = ByteString.CopyFrom(entry.Statement.Span),
        };
        one.Disclosures.AddRange(entry.Disclosures);
        return one;
    }
}
