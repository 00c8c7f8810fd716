using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Release;

/// <summary>Content as one recipient reads it. Preview, view-as and the comparison of versions use the same
/// code.</summary>
public static class RecipientView
{
    /// <summary>
    /// Cuts content down to the paths: a field is kept when its path is given; a list keeps the elements whose paths
    /// are given, in their order.
    /// </summary>
    public static RecordContent Of(RecordContent content, ImmutableArray<ClaimPath> paths)
    {
        var disclosed = paths.ToHashSet();
        var view = new JsonObject();
        foreach (
            var field in content.Claims.EnumerateObject().Where(field => disclosed.Contains(new ClaimPath(field.Name)))
        )
        {
            view[field.Name] =
                field.Value.ValueKind == JsonValueKind.Array
                    ? Elements(field.Name, field.Value, disclosed)
                    : JsonNode.Parse(field.Value.GetRawText());
        }

        return new RecordContent(JsonSerializer.SerializeToElement(view));
    }

    /// <summary>
    /// True when two views say the same. The time of writing is left out: it differs between any two versions and would
    /// tell a recipient that something else changed.
    /// </summary>
    public static bool SaysTheSame(RecordContent left, RecordContent right) =>
        ContentDefaults
            .Without(left, ContentDefaults.AuthoredAtField)
            .Equals(ContentDefaults.Without(right, ContentDefaults.AuthoredAtField));

    private static JsonArray Elements(string field, JsonElement list, HashSet<ClaimPath> disclosed)
    {
        var names = ClaimPath.ElementNames(list);
        return new JsonArray([
            .. list.EnumerateArray()
                .Index()
                .Where(item => disclosed.Contains(new ClaimPath(field, names[item.Index])))
                .Select(item => JsonNode.Parse(item.Item.GetRawText())),
        ]);
    }
}
