using CbmExchange.Domain;
using CbmExchange.Domain.Participants;

namespace CbmExchange.Node.Participants;

/// <summary>A membership in an instance file.</summary>
internal sealed record InstanceMembership
{
    /// <summary>Acronym or id.</summary>
    public required string Body { get; init; }

    /// <summary>Designator or id.</summary>
    public required string Participant { get; init; }

    /// <summary>Code of <see cref="MembershipStatuses"/>.</summary>
    public string Status { get; init; } = MembershipStatuses.Member;

    /// <summary>First instant at which it holds.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>First instant at which it no longer holds.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>What it rests on.</summary>
    public string? SourceReference { get; init; }

    /// <summary>As an event.</summary>
    public MembershipChanged ToEvent(InstanceFile file, OfficerId officer, DateTimeOffset at) => new(
        new BodyId(file.BodyIdOf(Body)!), new ParticipantId(file.IdOf(Participant)!), Status, From, Until,
        SourceReference, officer, at);
}
