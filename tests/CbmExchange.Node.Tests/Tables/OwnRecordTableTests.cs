using CbmExchange.Domain;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Records;
using CbmExchange.Domain.Release;
using CbmExchange.Node.Publishing;
using CbmExchange.Store;
using Xunit.Abstractions;

namespace CbmExchange.Node.Tests.Tables;

/// <summary>The index of own records keeps the order of changes, however often records change.</summary>
public sealed class OwnRecordTableTests(ITestOutputHelper output)
{
    private const int Records = 700;
    private const int Changes = 5_000;

    [Fact]
    public void Records_stand_in_the_order_of_their_last_change_from_any_place_on()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var table = new OwnRecordTable();
        var last = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var position = 1L; position <= Changes; position++)
        {
            var record = $"r{random.Next(Records):d4}";
            table.Apply(Event(record, position, isFirst: !last.ContainsKey(record)));
            last[record] = position;
        }

        foreach (var before in new long?[] { null, 1, 2, random.Next(Changes), Changes, Changes + 1 })
        {
            var expected = last.Where(pair => before is null || pair.Value < before)
                .OrderByDescending(pair => pair.Value).Select(pair => (pair.Key, pair.Value));
            Assert.Equal(
                expected, table.NewestFirst(before).Select(line => (line.RecordId.Value, line.ChangedAt.Value)));
        }
    }

    // Restored, released to the public only and withdrawn: then a peer gives back what it was given before the restore.
    [Fact]
    public void Who_gives_back_a_record_that_was_withdrawn_from_the_public_alone_is_owed_the_withdrawal()
    {
        var (id, peer) = (new RecordId("r1"), new ParticipantId("b"));
        var table = new OwnRecordTable();
        table.Apply(Event("r1", 1, Drafted("r1")));
        table.Apply(Event("r1", 2, new RecordWithdrawn(id, "no-longer-valid", "stop-using", [], new("o"), default)));
        Assert.Empty(table.OwedWithdrawals);

        table.Apply(Event("r1", 3, new ReleaseTakenBack(
            id, Drafted("r1").Header, peer, 1, new PeerSequence(0), EntryKinds.Released,
            new ContentHash(new string('a', 64)), RecordContent.Parse("{}"), [], [], Marking.Default(TlpLabels.Green),
            null, default, default)));

        Assert.Equal([peer], table.OwedWithdrawals[id]);
        Assert.Equal(RecordStates.Withdrawn, table.NewestFirst(null).Single().State);
    }

    private static StoredEvent Event(string record, long position, bool isFirst) =>
        Event(record, position, isFirst ? Drafted(record) : new BodyNotRead(typeof(RecordSubmitted)));

    private static StoredEvent Event(string record, long position, IEvent body) => new()
    {
        Position = new LogPosition(position),
        Id = Guid.NewGuid(),
        StreamId = $"record-{record}",
        Version = new StreamVersion(1),
        Alias = "",
        Body = body,
        Timestamp = default,
        Metadata = new AppendMetadata(),
    };

    private static RecordDrafted Drafted(string record) => new(
        new RecordHeader
        {
            Originator = new ParticipantId("p"),
            RecordId = new RecordId(record),
            RecordType = RecordTypes.NationalDocument,
            SchemaVersion = "1.0",
            Context = "actual",
            Provenance = "self-declared",
            AuthoritativeLanguages = ["en"],
        },
        1, RecordContent.Parse("{}"), null, new OfficerId("o"), default);
}
