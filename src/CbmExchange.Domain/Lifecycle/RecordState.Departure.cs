using System.Collections.Immutable;
using CbmExchange.Domain.Records;
using CbmExchange.Domain.Release;

namespace CbmExchange.Domain.Lifecycle;

/// <content>Releases that wait, and what the world was given.</content>
public sealed partial record RecordState
{
    /// <summary>What the world was last given; null when it was not.</summary>
    public GivenVersion? PublicGiven { get; init; }

    /// <summary>True once anybody was given anything of it.</summary>
    public bool WasGiven => !Given.IsEmpty || PublicGiven is not null;

    /// <summary>The release that was decided and waits to leave; null when none does.</summary>
    public ReleaseScheduled? Departure { get; init; }

    /// <summary>True when one person cleared or released a version of it alone, as the policy allowed.</summary>
    public bool IsSinglePerson { get; init; }

    /// <summary>The release that follows the membership of a body; null when none does.</summary>
    public FollowedRelease? Following { get; init; }

    // Each release states its audience anew; a correction without grants states none.
    private FollowedRelease? Followed(RecordReleased released) =>
        released.IsFollowing || released.Grants.IsEmpty ? Following
        : released.Grants.Any(grant => grant.Audience.BodyMode == Audience.FollowsMembership)
            ? new FollowedRelease(released.Grants, released.Quotes, released.Officer)
        : null;

    private RecordState Depart(IEvent happened) =>
        happened switch
        {
            ReleaseScheduled scheduled => this with { Departure = scheduled },
            ReleaseRecalled or ReleaseStopped => this with { Departure = null },
            SinglePersonUsed => this with { IsSinglePerson = true },
            _ => this,
        };

    private GivenVersion? World(RecordReleased released, RecordContent content) =>
        released.Public is { } given
            ? GivenVersion.Of(
                content,
                released.ContentHash,
                new RecipientRelease
                {
                    Participant = AudienceMember.PublicId,
                    Paths = given.Paths,
                    Marking = given.Marking,
                    Kind = EntryKinds.Released,
                },
                released.At
            )
            : PublicGiven;

    private bool IsHeld(RecordVersion version) =>
        Given.Values.Append(PublicGiven).OfType<GivenVersion>()
            .Any(given => given.ContentHash == version.Signed?.ContentHash);
}

/// <summary>What whoever becomes a member is given, by the last release.</summary>
/// <param name="Grants">All grants of that release: the exclusions of each count.</param>
/// <param name="Quotes">What it said that the record quotes.</param>
/// <param name="Officer">Who released.</param>
public sealed record FollowedRelease(
    ImmutableArray<ReleaseGrant> Grants,
    ImmutableArray<Quote> Quotes,
    OfficerId Officer
);
