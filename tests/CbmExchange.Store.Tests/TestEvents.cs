using System.Collections.Immutable;
using System.Text.Json.Nodes;
using CbmExchange.Domain;
using CbmExchange.Domain.Records;

namespace CbmExchange.Store.Tests;

[EventAlias("test_counted")]
public sealed record Counted(int Number, string Text) : IEvent;

[EventAlias("test_content_drafted")]
public sealed record ContentDrafted(RecordId RecordId, RecordContent Content, ImmutableArray<ParticipantId> Audience,
    ContentHash? Hash)
    : IEvent;

[EventAlias("test_renamed_v2")]
public sealed record Renamed(string NewName) : IEvent;

internal sealed class RenamedUpcaster : IEventUpcaster
{
    public string Alias => "test_renamed";

    public string NewAlias => "test_renamed_v2";

    public bool AppliesTo(JsonObject body) => true;

    public void Upcast(JsonObject body)
    {
        body["newName"] = body["oldName"]?.DeepClone();
        body.Remove("oldName");
    }
}

internal static class TestEventTypes
{
    public static EventTypes All { get; } = EventTypes.Of([typeof(Counted).Assembly], new RenamedUpcaster());
}
