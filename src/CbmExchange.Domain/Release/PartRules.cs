using System.Collections.Immutable;
using System.Text.Json;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Release;

/// <summary>
/// Which claims a selection means for one recipient. Invariants: no path outside the content; an element never without
/// its list; no path outside the selection but those of <see cref="AlwaysIncluded"/>.
/// </summary>
internal static class PartRules
{
    private static readonly ImmutableArray<string> AlwaysOfAnyType =
    [
        ContentDefaults.ReferenceNumberField,
        ContentDefaults.AuthoredAtField,
    ];

    /// <summary>
    /// The claims without which a recipient cannot use or quote a record: they say how to handle it, not what it says.
    /// The subject is not among them, since it can carry substance.
    /// </summary>
    public static ImmutableArray<string> AlwaysIncluded(string recordType) =>
        [.. AlwaysOfAnyType, .. RecordCatalogue.Find(recordType)?.AlwaysIncluded ?? []];

    /// <summary>Their leaves in a content; all elements of a list.</summary>
    public static IEnumerable<ClaimPath> Always(string recordType, LeafIndex content)
    {
        var always = AlwaysIncluded(recordType);
        return content.Leaves.Where(leaf => always.Contains(leaf.Field));
    }

    /// <summary>Paths that a selection names and the content does not have: likely a slip.</summary>
    public static IEnumerable<ClaimPath> Unknown(PartSelection parts, ImmutableArray<ClaimPath> all) =>
        parts.Paths.Except(all);

    /// <summary>The leaves (fields that are no list, and list elements) that a selection gives.</summary>
    public static IEnumerable<ClaimPath> Leaves(PartSelection parts, LeafIndex content) =>
        content.Leaves.Where(leaf =>
            parts.Mode switch
            {
                PartSelection.AllMode => true,
                PartSelection.OnlyMode => IsNamed(leaf, parts.Paths),
                PartSelection.AllExceptMode => !IsNamed(leaf, parts.Paths),
                _ => false,
            }
        );

    /// <summary>
    /// Takes away what this recipient must not be shown although it was selected: other addressees, and pointers to
    /// records or a case of which it does not hold anything (domain.md §4.2: stripped on send).
    /// </summary>
    public static bool MayBeShown(
        ClaimPath leaf,
        LeafIndex content,
        ParticipantId recipient,
        ImmutableHashSet<RecordId> held,
        bool holdsOfCase
    )
    {
        var value = content.ValueOf(leaf);
        if (leaf.Field == "addressees")
        {
            return Json.String(value, "participantId") == recipient.Value;
        }

        if (leaf.Field == ContentDefaults.CaseIdField)
        {
            return holdsOfCase;
        }

        return content.TargetOf(leaf) is not { } target || held.Contains(target);
    }

    /// <summary>Adds the lists of elements, in document order.</summary>
    public static ImmutableArray<ClaimPath> WithLists(HashSet<ClaimPath> leaves, LeafIndex content)
    {
        var lists = leaves
            .Where(leaf => leaf.Element is not null)
            .Select(leaf => leaf.Field)
            .ToHashSet(StringComparer.Ordinal);
        return
        [
            .. content.All.Where(path => leaves.Contains(path) || (path.Element is null && lists.Contains(path.Field))),
        ];
    }

    private static bool IsNamed(ClaimPath leaf, ImmutableArray<ClaimPath> paths) =>
        paths.Contains(leaf) || paths.Contains(new ClaimPath(leaf.Field));
}

/// <summary>The claims of a content by path.</summary>
internal sealed class LeafIndex
{
    private readonly Dictionary<ClaimPath, JsonElement> values = [];

    public LeafIndex(RecordContent content)
    {
        All = ClaimPath.Of(content);
        foreach (var field in content.Claims.EnumerateObject())
        {
            values[new ClaimPath(field.Name)] = field.Value;
            if (field.Value.ValueKind == JsonValueKind.Array)
            {
                var names = ClaimPath.ElementNames(field.Value);
                foreach (var (index, item) in field.Value.EnumerateArray().Index())
                {
                    values[new ClaimPath(field.Name, names[index])] = item;
                }
            }
        }

        Leaves = [.. All.Where(path => path.Element is not null || values[path].ValueKind != JsonValueKind.Array)];
    }

    /// <summary>Every path, in document order.</summary>
    public ImmutableArray<ClaimPath> All { get; }

    /// <summary>Fields that are no list, and elements.</summary>
    public ImmutableArray<ClaimPath> Leaves { get; }

    public JsonElement ValueOf(ClaimPath path) => values[path];

    /// <summary>The record that a claim points to; null for a claim without pointer.</summary>
    public RecordId? TargetOf(ClaimPath path) => RecordCatalogue.TargetOf(path.Field, values[path]);
}
