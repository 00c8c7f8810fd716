using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CbmExchange.Domain;
using CbmExchange.Domain.Records;
using CbmExchange.Domain.Release;

namespace CbmExchange.Node.Tests.NonDisclosure;

/// <summary>Documents and contacts of which the observer is given parts; the others can be written otherwise.</summary>
internal static class TwinContents
{
    /// <summary>What may be given to the observer. Everything else of a record is withheld from it.</summary>
    public static readonly string[] Given =
    [
        "kind", "title", "topics/#0", "sections/s0", "sections/s1", "status", "subject", "abstract",
        "kinds", "officeName", "channels/c0", "channels/c1", "coverage", "reviewBy",
    ];

    private static readonly string[] Kinds = ["strategy", "policy", "doctrine"];
    private static readonly string[] Topics = ["resilience", "norms", "capacity", "governance"];

    /// <summary>A whole record; as a contact where that is what the record is.</summary>
    public static JsonObject Whole(bool isContact, Random random) => isContact ? Contact(random) : Document(random);

    private static JsonObject Contact(Random random) => new()
    {
        ["subject"] = Text(random),
        ["kinds"] = new JsonArray("crisis-duty-desk"),
        ["officeName"] = Text(random),
        ["persons"] = Persons(random),
        ["competences"] = new JsonArray("incident-technical"),
        ["channels"] = new JsonArray([.. Enumerable.Range(0, random.Next(1, 3)).Select(at => Channel(random, at))]),
        ["languages"] = new JsonArray(new JsonObject { ["lang"] = "en", ["level"] = "working" }),
        ["coverage"] = "24x7",
    };

    private static JsonObject Document(Random random) => new()
    {
        ["subject"] = Text(random),
        ["kind"] = Kinds[random.Next(Kinds.Length)],
        ["title"] = Text(random),
        ["abstract"] = Text(random),
        ["issuingBody"] = Text(random),
        ["status"] = "in-force",
        ["topics"] = new JsonArray([.. Topics.Take(random.Next(1, 3)).Select(topic => JsonValue.Create(topic))]),
        ["sections"] = new JsonArray(
            [.. Enumerable.Range(0, random.Next(1, 3)).Select(index => Section(random, index))]),
        ["officialUrl"] = $"https://d{random.Next(1_000)}.example.org/",
    };

    /// <summary>The same for the observer, otherwise written anew: withheld fields come, go and change; lists get
    /// other withheld elements within the same bucket of 4.</summary>
    public static JsonObject WithheldOtherwise(JsonObject document, IReadOnlySet<string> given, Random random)
    {
        var other = document.DeepClone().AsObject();
        if (other.ContainsKey("officeName"))
        {
            other["persons"] = Persons(random);
            OtherElements(other["channels"]!.AsArray(), given, "channels/c", Channel, random);
            return other;
        }

        other["officialUrl"] = $"https://other{random.Next(1_000_000)}.example.org/with/a/longer/path";
        foreach (var field in new[] { "adoptedOn", "inForceFrom" }.Where(_ => random.Next(2) == 0))
        {
            other[field] = "2026-01-01";
        }

        if (random.Next(2) == 0)
        {
            other["extentStatement"] = Text(random);
        }

        other["issuingBody"] = Text(random);
        if (!given.Contains("abstract"))
        {
            other["abstract"] = Text(random);
        }

        OtherElements(other["sections"]!.AsArray(), given, "sections/s", Section, random);
        var topics = other["topics"]!.AsArray();
        while (topics.Count < 4 && random.Next(3) > 0)
        {
            topics.Add(Topics[topics.Count]);
        }

        return other;
    }

    private static void OtherElements(
        JsonArray elements, IReadOnlySet<string> given, string path, Func<Random, int, JsonObject> element,
        Random random)
    {
        for (var index = 0; index < elements.Count; index++)
        {
            if (!given.Contains(path + index.ToString(CultureInfo.InvariantCulture)))
            {
                elements[index] = element(random, index);
            }
        }

        while (elements.Count < 4 && random.Next(3) > 0)
        {
            elements.Add(element(random, elements.Count + 5));
        }
    }

    /// <summary>The parts of a grant to the observer.</summary>
    public static PartSelection Parts(JsonObject document, IEnumerable<string> given)
    {
        // The node fills reviewBy in.
        var known = ClaimPath.Of(Read(document)).ToHashSet();
        if (document.ContainsKey("officeName"))
        {
            known.Add(new ClaimPath("reviewBy"));
        }

        return PartSelection.Only([.. given.Select(ClaimPath.Parse).Where(known.Contains)]);
    }

    public static RecordContent Read(JsonObject document) => new(JsonSerializer.SerializeToElement(document));

    private static JsonObject Section(Random random, int index) => new()
    {
        ["id"] = "s" + index.ToString(CultureInfo.InvariantCulture),
        ["body"] = Text(random),
    };

    private static JsonObject Channel(Random random, int index) => new()
    {
        ["id"] = "c" + index.ToString(CultureInfo.InvariantCulture),
        ["type"] = "voice",
        ["value"] = string.Create(CultureInfo.InvariantCulture, $"+999{random.Next(10_000_000, 99_999_999)}"),
        ["priorityOrder"] = index + 1,
    };

    private static JsonArray Persons(Random random) => new(new JsonObject { ["id"] = "head", ["name"] = Text(random) });

    private static JsonArray Text(Random random) => new(new JsonObject
    {
        ["lang"] = "en",
        ["text"] = new string((char)('a' + random.Next(26)), random.Next(1, 60)),
        ["status"] = "authoritative",
    });
}
