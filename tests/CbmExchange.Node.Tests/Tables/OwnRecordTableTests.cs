using CbmExchange.Domain;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Records;
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

    private static StoredEvent Event(string record, long position, bool isFirst) => new()
    {
        Position = new LogPosition(position),
        Id = Guid.NewGuid(),
        StreamId = $"record-{record}",
        Version = new StreamVersion(1),
        Alias = "",
        Body = isFirst ? Drafted(record) : new BodyNotRead(typeof(RecordSubmitted)),
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
