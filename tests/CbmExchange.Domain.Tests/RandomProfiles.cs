using System.Text.Json;
using System.Text.Json.Nodes;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Tests;

/// <summary>Profiles at random, with all that can stand in the fields of RFC 2350.</summary>
internal static class RandomProfiles
{
    /// <summary>The language of profiles in one language.</summary>
    public const string PlainLanguage = "en";

    private static readonly string[] Texts =
    [
        "address", "distributionList", "teamNote", "customerContact", "mission", "constituency", "sponsor", "authority",
        "incidentTypes", "cooperation", "communication", "incidentResponse", "proactiveActivities", "reportingForms",
        "disclaimers", "maturityStatement", "fallback",
    ];

    // Lines that a careless reader would take for something else.
    private static readonly string[] Lines =
    [
        "We help.", "1. Document Information", "3.1 Mission Statement", "2.4. Telephone Number", "7 Disclaimers",
        "## 1.1 Date", "- a point", "Fingerprint: none", "[note]", "Not entered", "", "   indented", "====",
        "Été, 日本, عربي",
    ];

    private static readonly string[] Langs = ["en", "fr", "sr-Latn"];
    private static readonly string[] Statuses = ["authoritative", "official", "unofficial", "machine"];

    public static RecordContent Of(Random random)
    {
        var langs = random.Next(2) == 0 ? [PlainLanguage] : Langs;
        var fields = new JsonObject();
        foreach (var name in Texts.Where(_ => random.Next(3) > 0))
        {
            fields[name] = TextsOf(random, langs, () => Body(random));
        }

        if (random.Next(2) == 0)
        {
            fields["teamName"] = TextsOf(random, langs, () => $"Team {random.Next(100)}");
        }

        Maybe(random, fields, "shortName", "EX-CERT");
        Maybe(random, fields, "documentDate", "2026-10-01");
        Maybe(random, fields, "documentUrl", "https://cert.example/rfc2350.txt");
        Maybe(random, fields, "timeZone", "Europe/Vilnius");
        Maybe(random, fields, "telephone", "+442079460123");
        Maybe(random, fields, "email", "team@cert.example");
        AddLists(random, fields);
        AddAbsent(random, fields);
        return RecordContent.Parse(fields.ToJsonString());
    }

    /// <summary>Fields in the order of their names: their order says nothing.</summary>
    public static JsonElement Sorted(RecordContent content)
    {
        var sorted = new JsonObject();
        foreach (var field in content.Claims.EnumerateObject().OrderBy(one => one.Name, StringComparer.Ordinal))
        {
            sorted[field.Name] = field.Name == "absent"
                ? new JsonArray([.. field.Value.EnumerateArray()
                    .OrderBy(one => one.GetRawText(), StringComparer.Ordinal)
                    .Select(one => JsonNode.Parse(one.GetRawText()))])
                : JsonNode.Parse(field.Value.GetRawText());
        }

        return JsonSerializer.SerializeToElement(sorted);
    }

    private static void AddLists(Random random, JsonObject fields)
    {
        if (random.Next(2) == 0)
        {
            fields["keys"] = new JsonArray(
                new JsonObject { ["fingerprint"] = new string('A', 40) },
                new JsonObject { ["fingerprint"] = new string('b', 64), ["url"] = "https://cert.example/key.asc" });
        }

        if (random.Next(2) == 0)
        {
            fields["externalIds"] = new JsonArray(
                new JsonObject
                {
                    ["scheme"] = "ti", ["value"] = "EX-CERT", ["status"] = "listed", ["statusOn"] = "2025-01",
                },
                new JsonObject { ["scheme"] = "first", ["value"] = "ex-cert" });
            fields["constituencyTypes"] = new JsonArray("government", "research");
        }
    }

    private static void AddAbsent(Random random, JsonObject fields)
    {
        var absent = Texts.Append("telephone").Where(name => !fields.ContainsKey(name) && random.Next(2) == 0)
            .Where(name => name is not ("maturityStatement" or "fallback"))
            .Select(name => (JsonNode)new JsonObject
            {
                ["field"] = name, ["reason"] = random.Next(2) == 0 ? "declined" : "unknown-to-us",
            })
            .ToArray();
        if (absent.Length > 0)
        {
            fields["absent"] = new JsonArray(absent);
        }
    }

    private static JsonArray TextsOf(Random random, string[] langs, Func<string> text)
    {
        var count = langs.Length == 1 ? 1 : random.Next(1, 3);
        return
        [
            .. langs.Take(count).Select((lang, at) => new JsonObject
            {
                ["lang"] = lang,
                ["text"] = text(),
                ["status"] = at == 0 ? "authoritative" : Statuses[random.Next(4)],
            }),
        ];
    }

    // A text begins and ends with words: empty lines around it are nobody's words.
    private static string Body(Random random) => string.Join('\n',
    [
        "We say:", .. Enumerable.Range(0, random.Next(5)).Select(_ => Lines[random.Next(Lines.Length)]), "That is all.",
    ]);

    private static void Maybe(Random random, JsonObject fields, string name, string value)
    {
        if (random.Next(2) == 0)
        {
            fields[name] = value;
        }
    }
}
