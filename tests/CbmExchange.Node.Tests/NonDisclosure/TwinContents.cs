using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CbmExchange.Domain;
using CbmExchange.Domain.Records;
using CbmExchange.Domain.Release;

namespace CbmExchange.Node.Tests.NonDisclosure;

/// <summary>Documents of which the observer is given some parts; the others can be written otherwise.</summary>
internal static class TwinContents
{
    /// <summary>What may be given to the observer. Everything else of a document is withheld from it.</summary>
    public static readonly string[] Given =
        ["kind", "title", "topics/#0", "sections/s0", "sections/s1", "status", "subject", "abstract"];

    private static readonly string[] Kinds = ["strategy", "policy", "doctrine"];
    private static readonly string[] Topics = ["resilience", "norms", "capacity", "governance"];

    /// <summary>A whole document.</summary>
    public static JsonObject Document(Random random) => new()
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

        OtherSections(other["sections"]!.AsArray(), given, random);
        var topics = other["topics"]!.AsArray();
        while (topics.Count < 4 && random.Next(3) > 0)
        {
            topics.Add(Topics[topics.Count]);
        }

        return other;
    }

    private static void OtherSections(JsonArray sections, IReadOnlySet<string> given, Random random)
    {
        for (var index = 0; index < sections.Count; index++)
        {
            if (!given.Contains($"sections/s{index}"))
            {
                sections[index] = Section(random, index);
            }
        }

        while (sections.Count < 4 && random.Next(3) > 0)
        {
            sections.Add(Section(random, sections.Count + 5));
        }
    }

    /// <summary>The parts of a grant to the observer.</summary>
    public static PartSelection Parts(JsonObject document, IEnumerable<string> given)
    {
        var known = ClaimPath.Of(Read(document)).ToHashSet();
        return PartSelection.Only([.. given.Select(ClaimPath.Parse).Where(known.Contains)]);
    }

    public static RecordContent Read(JsonObject document) => new(JsonSerializer.SerializeToElement(document));

    private static JsonObject Section(Random random, int index) => new()
    {
        ["id"] = "s" + index.ToString(CultureInfo.InvariantCulture),
        ["body"] = Text(random),
    };

    private static JsonArray Text(Random random) => new(new JsonObject
    {
        ["lang"] = "en",
        ["text"] = new string((char)('a' + random.Next(26)), random.Next(1, 60)),
        ["status"] = "authoritative",
    });
}
