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
