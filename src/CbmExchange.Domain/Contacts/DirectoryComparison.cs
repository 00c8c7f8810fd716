using System.Collections.Immutable;

namespace CbmExchange.Domain.Contacts;

/// <summary>One office, as a directory lists it: what can be compared of it.</summary>
/// <param name="Office">Its name.</param>
/// <param name="Emails">E-mail addresses.</param>
/// <param name="Fields">Values by field; a field that the directory does not have is not there.</param>
public sealed record ListedOffice(
    string Office, ImmutableArray<string> Emails, ImmutableSortedDictionary<string, ImmutableArray<string>> Fields)
{
    /// <summary>What it is known by elsewhere; null for none.</summary>
    public string? Key { get; init; }
}

/// <summary>Two offices that are one, or one that stands in one directory only.</summary>
/// <param name="InFile">As the file lists it; null when it does not.</param>
/// <param name="Held">As it is held here; null when it is not.</param>
/// <param name="MatchedBy">office, e-mail, or empty.</param>
/// <param name="Differences">Fields that both have and that differ.</param>
public sealed record OfficeComparison(
    ListedOffice? InFile, ListedOffice? Held, string MatchedBy, ImmutableArray<FieldComparison> Differences);

/// <summary>A field that two directories give differently.</summary>
public sealed record FieldComparison(
    string Field, ImmutableArray<string> InFile, ImmutableArray<string> Held);

/// <summary>
/// Where two directories of one State differ (domain.md §5.2 J9, §4.21: 38). Offices are matched by name, then by an
/// e-mail address, each once. It says what is, never which is right: the State decides that.
/// </summary>
public static class DirectoryComparison
{
    /// <summary>Matched by the name of the office.</summary>
    public const string ByOffice = "office";

    /// <summary>Matched by an e-mail address.</summary>
    public const string ByEmail = "e-mail";

    /// <summary>All offices of both, those matched first, in the order of the file.</summary>
    /// <param name="file">As the file lists them.</param>
    /// <param name="held">As they are held here.</param>
    /// <param name="fold">Makes texts that mean one the same: case, accents.</param>
    public static ImmutableArray<OfficeComparison> Of(
        IReadOnlyCollection<ListedOffice> file, IReadOnlyCollection<ListedOffice> held, Func<string, string> fold)
    {
        List<ListedOffice> left = [.. file];
        List<ListedOffice> right = [.. held];
        var found = new Dictionary<ListedOffice, OfficeComparison>(ReferenceEqualityComparer.Instance);
        Match(ByOffice, (one, other) => fold(one.Office) == fold(other.Office) && one.Office.Length > 0);
        Match(ByEmail, (one, other) => one.Emails.Intersect(other.Emails, StringComparer.OrdinalIgnoreCase).Any());
        return
        [
            .. file.Where(found.ContainsKey).Select(one => found[one]),
            .. left.Select(one => new OfficeComparison(one, null, "", [])),
            .. right.Select(other => new OfficeComparison(null, other, "", [])),
        ];

        void Match(string by, Func<ListedOffice, ListedOffice, bool> isOne)
        {
            foreach (var one in left.ToArray())
            {
                if (right.Find(other => isOne(one, other)) is { } other)
                {
                    found[one] = new OfficeComparison(one, other, by, Differences(one, other, fold));
                    left.Remove(one);
                    right.Remove(other);
                }
            }
        }
    }

    private static ImmutableArray<FieldComparison> Differences(
        ListedOffice file, ListedOffice held, Func<string, string> fold) =>
    [
        .. file.Fields.Keys.Where(held.Fields.ContainsKey)
            .Where(field => !IsSame(file.Fields[field], held.Fields[field], fold))
            .Select(field => new FieldComparison(field, file.Fields[field], held.Fields[field])),
    ];

    private static bool IsSame(ImmutableArray<string> one, ImmutableArray<string> other, Func<string, string> fold) =>
        one.Select(fold).ToHashSet(StringComparer.Ordinal).SetEquals(other.Select(fold));
}
