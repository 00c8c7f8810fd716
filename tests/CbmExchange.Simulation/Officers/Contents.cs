using System.Text.Json;
using System.Text.Json.Nodes;
using CbmExchange.Domain;
using CbmExchange.Domain.Records;
using CbmExchange.Simulation.World;

namespace CbmExchange.Simulation.Officers;

/// <summary>Random content. Each text carries a token of its own, by which it is known wherever it turns up.</summary>
internal sealed class Contents(SimulatedWorld world, Chance chance)
{
    /// <summary>Content of a type that officers begin by themselves.</summary>
    public RecordContent New(string recordType) => new(JsonSerializer.SerializeToElement(recordType switch
    {
        RecordTypes.PointOfContact => Contact(),
        RecordTypes.NationalDocument => Document(),
        "advisory" => Advisory(),
        "assistance-request" => AssistanceRequest(),
        _ => Notification("initial"),
    }));

    /// <summary>The content with one or two fields written anew, as an officer revises it.</summary>
    public RecordContent Revised(string recordType, RecordContent before)
    {
        var next = JsonObject.Create(JsonSerializer.SerializeToElement(before.Claims))!;
        var fresh = JsonObject.Create(New(recordType).Claims)!;
        foreach (var field in (string[])["referenceNumber", "authoredAt", "nomination"])
        {
            next.Remove(field);
        }

        var names = fresh.Select(field => field.Key).Where(name => name is not ("stage" or "precedence")).ToList();
        for (var count = 1 + chance.Below(3); count > 0; count--)
        {
            var name = chance.Of(names);
            next[name] = fresh[name]?.DeepClone();
        }

        return new RecordContent(JsonSerializer.SerializeToElement(next));
    }

    private JsonArray Text() =>
        new(new JsonObject
        {
            ["lang"] = "en", ["text"] = $"Text {world.Checks.NewToken()}", ["status"] = "authoritative",
        });

    private JsonObject Document()
    {
        var sections = Enumerable.Range(0, 1 + chance.Below(4)).Select(number => (JsonNode)new JsonObject
        {
            ["id"] = $"part-{number}", ["body"] = Text(),
        });
        return new JsonObject
        {
            ["subject"] = Text(), ["kind"] = "strategy", ["title"] = Text(), ["abstract"] = Text(),
            ["issuingBody"] = Text(), ["status"] = "in-force", ["topics"] = new JsonArray("norms", "capacity"),
            ["officialUrl"] = $"https://a.example/{world.Checks.NewToken()}",
            ["sections"] = new JsonArray([.. sections]),
        };
    }

    private JsonObject Contact() => new()
    {
        ["subject"] = Text(), ["kinds"] = new JsonArray("crisis-duty-desk"), ["officeName"] = Text(),
        ["persons"] = new JsonArray(new JsonObject { ["id"] = "head", ["name"] = Text() }),
        ["competences"] = new JsonArray("incident-technical", "ci:energy"),
        ["channels"] = new JsonArray(
            new JsonObject
            {
                ["id"] = "duty-phone", ["type"] = "voice", ["value"] = "+99912345", ["priorityOrder"] = 1,
            },
            new JsonObject
            {
                ["id"] = "mail", ["type"] = "e-mail", ["value"] = $"{world.Checks.NewToken()}@a.example",
                ["priorityOrder"] = 2,
            }),
        ["languages"] = new JsonArray(new JsonObject { ["lang"] = "en", ["level"] = "working" }),
        ["coverage"] = "24x7",
    };

    private JsonObject Advisory() => new()
    {
        ["subject"] = Text(), ["title"] = Text(), ["text"] = Text(), ["topics"] = new JsonArray("mail", "web"),
        ["expiresAt"] = "2029-02-28T01:10:00Z",
    };

    private JsonObject AssistanceRequest() => new()
    {
        ["subject"] = Text(), ["precedence"] = chance.OneIn(2) ? "immediate" : "routine",
        ["whatIsSought"] = new JsonArray("forensics", "technical-advice"), ["description"] = Text(),
        ["contact"] = Text(), ["addressees"] = Addressees(),
    };

    private JsonArray Addressees() =>
        new([.. world.Participants.Where(_ => chance.OneIn(2)).Append(world.Participants[0]).Distinct()
            .Select(participant => (JsonNode)new JsonObject
            {
                ["participantId"] = participant.Value, ["role"] = "action",
            })]);

    private JsonObject Notification(string stage) =>
        new()
        {
            ["subject"] = Text(), ["precedence"] = chance.OneIn(2) ? "immediate" : "routine", ["stage"] = stage,
            ["purpose"] = "inform", ["summary"] = Text(), ["awareAt"] = "2026-02-28T01:10:00Z",
            ["crossBorder"] = "possible", ["maliceSuspected"] = "unknown",
            ["addressees"] = Addressees(),
        };
}
