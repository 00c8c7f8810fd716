using System.Globalization;
using System.Text.Json.Nodes;

namespace CbmExchange.Node.Tests.Sharing;

/// <summary>An instance file with a body of as many members as a test needs, written to a file of its own.</summary>
internal static class BodyInstance
{
    private static int count;

    /// <summary>The acronym of the body.</summary>
    public const string Body = "XO";

    private const string BodyId = "50000000-0000-4000-8000-000000000001";

    /// <summary>States S1, S2 … as members of the body, then as many that are none; the secretariat is XO.</summary>
    public static string Write(int members, int others, Func<int, string>? statusOf = null)
    {
        var all = Enumerable.Range(1, members + others).ToList();
        var instance = new JsonObject
        {
            ["participants"] = new JsonArray(
                [
                    .. all.Select(number => Participant(number, $"S{number}", "state")),
                    Participant(900, Body, "secretariat"),
                ]),
            ["bodies"] = new JsonArray(new JsonObject
            {
                ["bodyId"] = BodyId,
                ["acronym"] = Body,
                ["names"] = Names("Organisation XO"),
                ["memberTerm"] = "participating State",
                ["secretariat"] = IdOf(900),
            }),
            ["memberships"] = new JsonArray([.. all.Take(members).Select(number => Member(number, statusOf))]),
        };
        // Beside the program: nothing of it is left in the temporary folder, and the next run writes it anew.
        var file = Path.Combine(
            AppContext.BaseDirectory,
            string.Create(CultureInfo.InvariantCulture, $"body-instance-{Interlocked.Increment(ref count)}.json"));
        File.WriteAllText(file, instance.ToJsonString());
        return file;
    }

    /// <summary>Id of a State.</summary>
    public static string IdOf(int number) =>
        string.Create(CultureInfo.InvariantCulture, $"40000000-0000-4000-8000-{number:000000000000}");

    /// <summary>The same with one participant in another standing.</summary>
    public static string WithStatus(string text, int number, string status)
    {
        var instance = JsonNode.Parse(text)!;
        foreach (var one in instance["participants"]!.AsArray())
        {
            if ((string?)one!["participantId"] == IdOf(number))
            {
                one["status"] = status;
            }
        }

        return instance.ToJsonString();
    }

    private static JsonObject Participant(int number, string designator, string kind) => new()
    {
        ["participantId"] = IdOf(number),
        ["designator"] = designator,
        ["kind"] = kind,
        ["names"] = Names($"Participant {designator}"),
        ["status"] = "active",
    };

    private static JsonObject Member(int number, Func<int, string>? statusOf) => new()
    {
        ["bodyId"] = BodyId,
        ["participantId"] = IdOf(number),
        ["status"] = statusOf?.Invoke(number) ?? "member",
        ["from"] = "2026-01-01",
    };

    private static JsonArray Names(string text) => new(new JsonObject { ["lang"] = "en", ["text"] = text });
}
