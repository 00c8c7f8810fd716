using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Domain;
using CbmExchange.Domain.Peers;
using CbmExchange.Domain.Records;
using CbmExchange.Envelopes.Keys;
using CbmExchange.Envelopes.PeerStreams;
using CbmExchange.Envelopes.Statements;
using Google.Protobuf;

namespace CbmExchange.Store.Tests.Readings;

/// <summary>
/// A participant with real keys that signs what it likes, and whose entries are verified and stored here.
/// </summary>
internal sealed class SigningPeer
{
    private static readonly ParticipantId Us = new("0a000000-0000-4000-8000-0000000000ff");

    private readonly DateTimeOffset from = TimeProvider.System.GetUtcNow().AddDays(-1);
    private readonly EcdsaSigningKey statement = EcdsaSigningKey.Create(KeyPurpose.Statement);
    private readonly EcdsaSigningKey next = EcdsaSigningKey.Create(KeyPurpose.Statement);
    private readonly EcdsaSigningKey checkpoint = EcdsaSigningKey.Create(KeyPurpose.Checkpoint);
    private CompactRange range = CompactRange.Empty;

    public SigningPeer(int number)
    {
        Id = new ParticipantId($"0a000000-0000-4000-8000-{number:d12}");
        Keys = PeerKeys.Of(
            Id,
            new SigningKey[] { statement, checkpoint }.Select(key => new PeerKey(
                VerificationKey.TryRead(key.SubjectPublicKeyInfo.Span)!, key.Purpose, from, from.AddDays(9))));
        RenewedKeys = Keys.With([new PeerKey(
            VerificationKey.TryRead(next.SubjectPublicKeyInfo.Span)!, next.Purpose, from, from.AddDays(9))]);
    }

    public ParticipantId Id { get; }

    public PeerKeys Keys { get; }

    /// <summary>With the statement key that comes after the first.</summary>
    public PeerKeys RenewedKeys { get; }

    /// <summary>Its stream to us.</summary>
    public PeerStreamId Stream => new(Id, Us, 1);

    /// <summary>True: what it signs from now on it signs with the key that comes after the first.</summary>
    public bool SignsWithNext { get; set; }

    /// <summary>The exercise to which belongs what it signs from now on; null: it is actual.</summary>
    public string? ExerciseId { get; set; }

    public static ParticipantId Self => Us;

    public NewPeerEntry Entry(string record, string type, string json, string kind = EntryKinds.Released)
    {
        var header = new RecordHeader
        {
            Originator = Id,
            RecordId = new RecordId(record),
            RecordType = type,
            SchemaVersion = RecordSchemas.Version,
            Context = ExerciseId is null ? "actual" : "exercise",
            ExerciseId = ExerciseId,
            Provenance = "self-declared",
            AuthoritativeLanguages = ["en"],
        };
        var secret = new byte[HmacSaltSource.SecretBytes];
        var content = RecordContent.Parse(json);
        return PeerEntryBuilder.WithStatement(new StatementEntry
        {
            Kind = kind,
            Statement = StatementIssuer.Issue(
                header, content, new HmacSaltSource(secret, secret), SignsWithNext ? next : statement),
            Paths = ClaimPath.Of(content),
            Marking = new Marking { Tlp = "TLP:GREEN", OnwardSharing = "within-tlp" },
            ReleasedAt = from,
        });
    }

    public async Task SendAsync(PostgresEventStore store, params NewPeerEntry[] entries)
    {
        var stream = Stream;
        var now = TimeProvider.System.GetUtcNow();
        var after = range.Append(entries.Select(entry => entry.LeafHash));
        var batch = new EntryBatch
        {
            Generation = 1,
            FirstIndex = range.Size,
            Checkpoint = ByteString.CopyFrom(StreamHeads.Sign(stream, after, now, checkpoint)),
        };
        batch.Entries.AddRange(entries.Select(SealedOf));
        var verdict = PeerStreamVerifier.Verify(stream, range, batch, Keys, now);
        Assert.Null(verdict.Fault);
        var stored = new PeerEntriesStored(
            Id, Us, 1, new PeerSequence(range.Size), new PeerSequence(after.Size), "", now);
        var result = await store.AppendAsync(new AppendRequest
        {
            CommandId = Guid.NewGuid(),
            Streams = [new StreamAppend("peer-" + Id, null, [stored])],
            Incoming = [verdict.Value],
        });
        Assert.True(result.IsDurable);
        range = after;
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
