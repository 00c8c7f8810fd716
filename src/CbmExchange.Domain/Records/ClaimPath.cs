using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace CbmExchange.Domain.Records;

/// <summary>
/// Names one thing that can be disclosed or withheld by itself: a top-level field (<c>abstract</c>) or one element of
/// a top-level list (<c>sections/annex-2</c>). An element is named by its <c>id</c>, else its <c>lang</c>, else
/// <c>#</c> and its index; a name that is not unique in its list falls back to the index.
/// </summary>
/// <param name="Field">Name of the top-level field, lowerCamelCase.</param>
/// <param name="Element">Name of the list element, or null for the field itself.</param>
public readonly record struct ClaimPath(string Field, string? Element = null)
{
    /// <inheritdoc/>
    public override string ToString() => Element is null ? Field : $"{Field}/{Element}";

    /// <summary>Reads <c>field</c> or <c>field/element</c>.</summary>
    public static ClaimPath Parse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? new ClaimPath(text) : new ClaimPath(text[..slash], text[(slash + 1)..]);
    }

    /// <summary>Every path of a content, in document order: each field, after a list its elements.</summary>
    public static ImmutableArray<ClaimPath> Of(RecordContent content)
    {
        var paths = ImmutableArray.CreateBuilder<ClaimPath>();
        foreach (var field in content.Claims.EnumerateObject())
        {
            paths.Add(new ClaimPath(field.Name));
            if (field.Value.ValueKind == JsonValueKind.Array)
            {
                paths.AddRange(ElementNames(field.Value).Select(name => new ClaimPath(field.Name, name)));
            }
        }

        return paths.ToImmutable();
    }

    /// <summary>The names of the elements of a list, by index.</summary>
    public static ImmutableArray<string> ElementNames(JsonElement list)
    {
        var wished = list.EnumerateArray().Select(WishedName).ToArray();
        var unique = wished.Where(name => name is not null).GroupBy(name => name, StringComparer.Ordinal)
            .Where(group => group.Count() == 1).Select(group => group.Key).ToHashSet(StringComparer.Ordinal);
        return [.. wished.Select((name, index) => name is not null && unique.Contains(name)
            ? name
            : "#" + index.ToString(CultureInfo.InvariantCulture))];
    }

    private static string? WishedName(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        foreach (var key in (ReadOnlySpan<string>)["id", "lang"])
        {
            if (element.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String
                && value.GetString() is { Length: > 0 } name)
            {
                return name;
            }
        }

        return null;
    }
}
