using System.Text.Json;
using CbmExchange.Domain.Release;

namespace CbmExchange.Domain.Tests.ReleaseModel;

/// <summary>One thing that can be given by itself: a field that is no list, or an element of a list.</summary>
/// <param name="Field">The top-level field.</param>
/// <param name="Name">The field, or field/element.</param>
/// <param name="Value">Its JSON.</param>
/// <param name="IsByIndex">The element has no name of its own.</param>
/// <param name="IsElement">Of a list.</param>
internal sealed record SimplePart(string Field, string Name, JsonElement Value, bool IsByIndex, bool IsElement)
{
    public string Text => JsonSerializer.Serialize(Value);

    /// <summary>The parts of a content in document order.</summary>
    public static List<SimplePart> Of(JsonElement content)
    {
        var parts = new List<SimplePart>();
        foreach (var field in content.EnumerateObject())
        {
            if (field.Value.ValueKind != JsonValueKind.Array)
            {
                parts.Add(new SimplePart(field.Name, field.Name, field.Value, false, false));
                continue;
            }

            var items = field.Value.EnumerateArray().ToList();
            var names = items.ConvertAll(OwnName);
            for (var index = 0; index < items.Count; index++)
            {
                var name = names[index];
                var isNamed = name is not null && names.Count(other => other == name) == 1;
                parts.Add(new SimplePart(
                    field.Name, $"{field.Name}/{(isNamed ? name : $"#{index}")}", items[index], !isNamed, true));
            }
        }

        return parts;
    }

    // An element is called by its id, else by its language.
    private static string? OwnName(JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        return item.TryGetProperty("id", out var id) ? id.GetString()
            : item.TryGetProperty("lang", out var lang) ? lang.GetString()
            : null;
    }
}

/// <summary>What one recipient was last given.</summary>
internal sealed class SimpleHolding
{
    public required string Version { get; set; }

    public required List<SimplePart> Parts { get; set; }

    public required Marking Marking { get; set; }

    /// <summary>Fields of which it was given all there was.</summary>
    public required HashSet<string> Whole { get; set; }

    public bool IsNarrowed { get; set; }

    /// <summary>What it can read, without the time of writing: fields in order, elements in order, no names.</summary>
    public string Reading() => ReadingOf(Parts);

    public static string ReadingOf(IEnumerable<SimplePart> parts) => string.Join(
        '\n',
        parts.Where(part => part.Field != "authoredAt").GroupBy(part => part.Field)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => $"{group.Key}: {string.Join(" | ", group.Select(part => part.Text))}"));
}
