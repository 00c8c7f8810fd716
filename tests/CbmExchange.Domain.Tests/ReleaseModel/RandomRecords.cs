using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Tests.ReleaseModel;

/// <summary>Contents with everything that the release rules look at: lists with and without names, pointers, the
/// case, addressees, named elements that are not unique.</summary>
internal static class RandomRecords
{
    /// <summary>The message that a reply answers.</summary>
    public const string AnsweredMessage = "70000000-0000-4000-8000-000000000007";

    public static readonly string[] Pointers =
        ["70000000-0000-4000-8000-000000000001", "70000000-0000-4000-8000-000000000002", AnsweredMessage];

    private static readonly string[] Words = ["alpha", "beta", "gamma", "delta", "épsilon"];

    /// <summary>A content; each field is there or not.</summary>
    public static JsonObject Content(Random random, string type, IReadOnlyList<ParticipantId> others)
    {
        var content = new JsonObject();
        Maybe(random, content, "subject", () => Texts(random));
        Maybe(random, content, "kind", () => Word(random));
        Maybe(random, content, "title", () => Texts(random));
        Maybe(random, content, "topics", () => Many(random, 5, _ => Word(random)));
        Maybe(random, content, "sections", () => Many(random, 4, index => new JsonObject
        {
            // Now and then two elements have the same id, so that neither has a name of its own.
            ["id"] = random.Next(8) == 0 ? "twin" : "s" + index.ToString(CultureInfo.InvariantCulture),
            ["body"] = Texts(random),
        }));
        Maybe(random, content, "persons", () => Many(random, 2, index => new JsonObject { ["id"] = $"p{index}" }));
        Maybe(random, content, "caseId", () => Word(random));
        Maybe(random, content, "deputyContactId", () => Pointer(random));
        Maybe(random, content, "replacesDocument", () => Pointer(random));
        Maybe(random, content, "incidentId", () => Pointer(random));
        Maybe(random, content, "offerIds", () => Many(random, 3, _ => Pointer(random)));
        Maybe(random, content, "notFor", () =>
            Many(random, 2, _ => new JsonObject { ["contactId"] = Pointer(random) }));
        Maybe(random, content, "outOfHours", () => random.Next(2) == 0 ? "contact:" + Pointer(random) : Word(random));
        OfType(random, content, type, others);
        return content;
    }

    /// <summary>The same record a version later: some fields written anew, some gone.</summary>
    public static JsonObject Next(
        Random random, JsonObject content, string type, IReadOnlyList<ParticipantId> others)
    {
        var next = content.DeepClone().AsObject();
        var fresh = Content(random, type, others);
        foreach (var field in fresh.Concat(content).Select(field => field.Key).Distinct()
            .Where(_ => random.Next(4) == 0).ToList())
        {
            next.Remove(field);
            if (fresh[field] is { } value && field != "referenceNumber")
            {
                next[field] = value.DeepClone();
            }
        }

        next["authoredAt"] = random.Next().ToString(CultureInfo.InvariantCulture);
        next["referenceNumber"] = content["referenceNumber"]!.DeepClone();
        return next;
    }

    public static RecordContent Read(JsonObject content) => new(JsonSerializer.SerializeToElement(content));

    private static void OfType(
        Random random, JsonObject content, string type, IReadOnlyList<ParticipantId> others)
    {
        if (type == RecordTypes.PointOfContact)
        {
            content["nomination"] = new JsonObject { ["referenceNo"] = "1" };
        }

        OfMessage(random, content, type, others);
        if (type is RecordTypes.Response or "assistance-reply")
        {
            content["ofRecord"] = new JsonObject { ["recordId"] = AnsweredMessage };
        }

        content["referenceNumber"] = "XA-1";
        content["authoredAt"] = random.Next().ToString(CultureInfo.InvariantCulture);
    }

    private static void OfMessage(
        Random random, JsonObject content, string type, IReadOnlyList<ParticipantId> others)
    {
        if (type == RecordTypes.IncidentNotification)
        {
            (content["precedence"], content["stage"]) = (Word(random), Word(random));
            Maybe(random, content, "expiresAt", () => Word(random));
            content["addressees"] = new JsonArray([.. others.Where(_ => random.Next(2) == 0)
                .Select(other => new JsonObject { ["participantId"] = other.Value, ["role"] = Word(random) })]);
            if (random.Next(6) == 0)
            {
                content["infrastructureObservedIn"] = new JsonArray([.. others.Where(_ => random.Next(2) == 0)
                    .Select(other => JsonValue.Create(other.Value))]);
            }
        }

        foreach (var field in (string[])["exerciseId", "startsAt", "endsAt", "noDuffProcedure", "canAssist"])
        {
            Maybe(random, content, field, () => Word(random));
        }

        if (type == "assistance-request")
        {
            Maybe(random, content, "whatIsSought", () => Many(random, 3, _ => Word(random)));
            content["addressees"] = new JsonArray([.. others.Where(_ => random.Next(2) == 0)
                .Select(other => new JsonObject { ["participantId"] = other.Value, ["role"] = Word(random) })]);
        }
    }

    private static void Maybe(Random random, JsonObject content, string field, Func<JsonNode?> make)
    {
        if (random.Next(3) > 0)
        {
            content[field] = make();
        }
    }

    private static JsonArray Many(Random random, int most, Func<int, JsonNode?> make) =>
        new([.. Enumerable.Range(0, random.Next(most + 1)).Select(make)]);

    private static JsonArray Texts(Random random) => new([.. new[] { "en", "fr", "ar" }.Where(_ => random.Next(2) == 0)
        .Select(lang => new JsonObject { ["lang"] = lang, ["text"] = Word(random) })]);

    private static string Word(Random random) => Words[random.Next(Words.Length)];

    private static string Pointer(Random random) => Pointers[random.Next(Pointers.Length)];
}
