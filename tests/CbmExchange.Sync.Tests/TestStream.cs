using System.Collections.Immutable;
using CbmExchange.Contracts.Sync.V1;
using CbmExchange.Domain;
using CbmExchange.Envelopes.Keys;
using CbmExchange.Envelopes.PeerStreams;
using Google.Protobuf;

namespace CbmExchange.Sync.Tests;

/// <summary>An originator with a real key and a stream of real entries to one recipient.</summary>
internal sealed class TestStream
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    private readonly List<SealedEntry> entries = [];
    private readonly List<CompactRange> edges = [CompactRange.Empty];
    private readonly EcdsaSigningKey key = EcdsaSigningKey.Create(KeyPurpose.Checkpoint);

    public TestStream(int originator = 1, int recipient = 2, int generation = 1) =>
        Id = new PeerStreamId(Participant(originator), Participant(recipient), generation);

    public PeerStreamId Id { get; private set; }

    public long Size => entries.Count;

    public IReadOnlyList<SealedEntry> Entries => entries;

    public PeerKeys Keys => PeerKeys.Of(
        Id.Originator,
        [new PeerKey(VerificationKey.TryRead(key.SubjectPublicKeyInfo.Span)!, KeyPurpose.Checkpoint,
            Start.AddYears(-1), Start.AddYears(1))]);

    public static ParticipantId Participant(int number) => new($"00000000-0000-4000-8000-{number:d12}");

    public TestStream With(int count)
    {
        for (var added = 0; added < count; added++)
        {
            Append();
        }

        return this;
    }

    public void Append()
    {
        var record = new RecordId($"00000000-0000-4000-9000-{entries.Count:d12}");
        var entry = PeerEntryBuilder.Delivered(
            record, "incident-notification", new ContentHash(new string('a', 64)), Start);
        entries.Add(new SealedEntry { Entry = ByteString.CopyFrom(entry.Entry.Span) });
        edges.Add(edges[^1].Append([entry.LeafHash]));
    }

    /// <summary>Another history with the same key: what a forking originator has.</summary>
    public TestStream Fork(int keep, int count)
    {
        var other = new TestStream(key, Id);
        foreach (var entry in entries.Take(keep))
        {
            other.entries.Add(entry);
        }

        other.edges.AddRange(edges.Skip(1).Take(keep));
        for (var added = 0; added < count; added++)
        {
            var entry = PeerEntryBuilder.Delivered(
                new RecordId($"00000000-0000-4000-a000-{added:d12}"), "response", new ContentHash(new string('b', 64)),
                    Start);
            other.entries.Add(new SealedEntry { Entry = ByteString.CopyFrom(entry.Entry.Span) });
            other.edges.Add(other.edges[^1].Append([entry.LeafHash]));
        }

        return other;
    }

    public TestStream OpenGeneration(int generation) => new(key, Id with { Generation = generation });

    public CompactRange Edge(long size) => edges[(int)size];

    public ImmutableArray<SealedEntry> Page(long after, int countMax) => [.. entries.Skip((int)after).Take(countMax)];

    public ByteString Checkpoint(long size, DateTimeOffset at) =>
        ByteString.CopyFrom(StreamHeads.Sign(Id, Edge(size), at, key));

    public EntryBatch Batch(long first, int count, DateTimeOffset? at = null)
    {
        var batch = new EntryBatch { Generation = Id.Generation, FirstIndex = first };
        batch.Entries.AddRange(Page(first, count));
        batch.Checkpoint = Checkpoint(first + batch.Entries.Count, at ?? Start);
        return batch;
    }

    private TestStream(EcdsaSigningKey key, PeerStreamId id)
    {
        this.key = key;
        Id = id;
    }
}
