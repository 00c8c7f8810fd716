using System.Collections.Immutable;
using System.Text.Json;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Release;

/// <summary>The last that one recipient was given of a record.</summary>
/// <param name="ContentHash">The version.</param>
/// <param name="View">What the recipient can read: content cut down to what was disclosed.</param>
/// <param name="Paths">The claims disclosed.</param>
/// <param name="Marking">How it may be used.</param>
/// <param name="At">When it was released.</param>
/// <param name="WholeFields">Fields of which it was given all there was; a correction gives them whole again.</param>
/// <param name="NarrowedAt">When the release to it was narrowed: until a grant names it again, later versions go to it as
/// corrections only. Null while it is not.</param>
/// <param name="IsTakenBack">Known only from the entry that the recipient gave back (decision 0022): who released it,
/// and by which grant, is not.</param>
public sealed record GivenVersion(
    ContentHash ContentHash,
    RecordContent View,
    ImmutableArray<ClaimPath> Paths,
    Marking Marking,
    DateTimeOffset At,
    ImmutableHashSet<string> WholeFields,
    DateTimeOffset? NarrowedAt = null,
    bool IsTakenBack = false
)
{
    /// <summary>The release to it was narrowed.</summary>
    public bool IsNarrowed => NarrowedAt is not null;

    /// <summary>What a release gave, seen with the content of the version.</summary>
    public static GivenVersion Of(RecordContent content, ContentHash hash, RecipientRelease release, DateTimeOffset at)
    {
        var withheld = ClaimPath.Of(content).Except(release.Paths).Select(path => path.Field);
        var whole = release.Paths.Select(path => path.Field).Except(withheld, StringComparer.Ordinal);
        return new GivenVersion(
            hash,
            RecipientView.Of(content, release.Paths),
            release.Paths,
            release.Marking,
            at,
            [.. whole],
            release.NarrowedAt
        );
    }

    /// <summary>
    /// What came back of a version that is not here any more. Of its lists nobody here knows whether they were given
    /// whole, so a correction gives again only those of their elements that are known by name or by value.
    /// </summary>
    public static GivenVersion OfTakenBack(ReleaseTakenBack back) =>
        new(
            back.ContentHash,
            back.Content,
            ClaimPath.Of(back.Content),
            back.Marking,
            back.ReleasedAt,
            [
                .. back.Content.Claims.EnumerateObject()
                    .Where(field => field.Value.ValueKind != JsonValueKind.Array)
                    .Select(field => field.Name),
            ],
            back.NarrowedAt,
            IsTakenBack: true
        );
}
