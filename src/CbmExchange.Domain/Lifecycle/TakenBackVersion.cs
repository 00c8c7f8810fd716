using System.Collections.Immutable;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Lifecycle;

/// <summary>
/// A version that this node signed and no longer has: known only from what its recipients gave back (decision 0022).
/// It cannot be released: who wrote and cleared it, and what nobody was given of it, is not known.
/// </summary>
public sealed record TakenBackVersion
{
    /// <summary>The version, as peers see it.</summary>
    public required ContentHash ContentHash { get; init; }

    /// <summary>Its header.</summary>
    public required RecordHeader Header { get; init; }

    /// <summary>
    /// What came back of it, from all who gave it back. Elements of a list that came from several stand in the order in
    /// which they came.
    /// </summary>
    public required RecordContent Content { get; init; }

    /// <summary>The disclosures that tell of persons.</summary>
    public required ImmutableArray<ClaimDisclosure> Disclosures { get; init; }

    /// <summary>When it was last released, as far as is known.</summary>
    public required DateTimeOffset ReleasedAt { get; init; }

    /// <summary>Number of the newest version that was cleared here when it came back; 0 when there was none.</summary>
    public required int After { get; init; }

    /// <summary>The version as it reads after the key of its persons was destroyed.</summary>
    public TakenBackVersion WithoutPersons() =>
        this with { Content = ContentDefaults.Without(Content, PersonalData.PersonsField), Disclosures = [] };

    /// <summary>With what another recipient gave back of the same version.</summary>
    public TakenBackVersion With(ReleaseTakenBack more) =>
        this with
        {
            Content = ContentDefaults.Union(Content, more.Content),
            Disclosures = [.. Disclosures.Union(more.Disclosures)],
            ReleasedAt = more.ReleasedAt > ReleasedAt ? more.ReleasedAt : ReleasedAt,
        };
}
