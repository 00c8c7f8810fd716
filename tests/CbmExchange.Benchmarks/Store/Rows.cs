using System.Collections.Immutable;
using CbmExchange.Domain;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Records;
using CbmExchange.Store;

namespace CbmExchange.Benchmarks.Store;

/// <summary>
/// What the store's benchmarks append: drafts of a strategy as an officer writes them, about 1 KiB of JSON.
/// </summary>
internal static class Rows
{
    private static readonly OfficerId Officer = new("11111111-1111-4111-8111-111111111111");

    /// <summary>The content of the strategy.</summary>
    public static readonly RecordContent Content = RecordContent.Parse("""
        {
          "subject": [{ "lang": "en", "text": "National strategy", "status": "authoritative" }],
          "kind": "strategy",
          "title": [{ "lang": "en", "text": "National strategy 2026 to 2030", "status": "authoritative" }],
          "abstract": [{ "lang": "en", "text": "What we mean to do, with whom, and how we measure it.",
            "status": "authoritative" }],
          "issuingBody": [{ "lang": "en", "text": "Ministry of the Interior", "status": "authoritative" }],
          "status": "in-force",
          "topics": ["resilience", "capacity-building"],
          "languages": ["en", "fr"],
          "officialUrl": "https://strategy.example/2026"
        }
        """);

    /// <summary>One command that begins one record with one event, or with several.</summary>
    public static AppendRequest Draft(DateTimeOffset at, int events = 1)
    {
        var record = new RecordId(Guid.NewGuid().ToString());
        return new AppendRequest
        {
            CommandId = Guid.NewGuid(),
            Metadata = new AppendMetadata { CorrelationId = "bench", UserName = Officer.Value },
            Streams =
            [
                new StreamAppend(
                    $"record-{record.Value}", default(StreamVersion),
                    [.. Enumerable.Range(1, events).Select(version => Drafted(record, version, at))]),
            ],
        };
    }

    private static RecordDrafted Drafted(RecordId record, int version, DateTimeOffset at) => new(
        new RecordHeader
        {
            Originator = new ParticipantId("0a000000-0000-4000-8000-000000000001"),
            RecordId = record,
            RecordType = RecordTypes.NationalDocument,
            SchemaVersion = "1",
            Context = "actual",
            Provenance = "self-declared",
            AuthoritativeLanguages = ["en"],
        },
        version, Content, null, Officer, at);
}
