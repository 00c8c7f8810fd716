using System.Collections.Immutable;
using CbmExchange.Domain;
using CbmExchange.Domain.Participants;

namespace CbmExchange.Node.Participants;

/// <summary>A body in an instance file.</summary>
internal sealed record InstanceBody
{
    /// <summary>UUID in lower case.</summary>
    public required string BodyId { get; init; }

    /// <summary>E.g. "XO".</summary>
    public required string Acronym { get; init; }

    /// <summary>At least one.</summary>
    public ImmutableArray<LocalName> Names { get; init; } = [];

    /// <summary>The body's word for a member.</summary>
    public string MemberTerm { get; init; } = "member";

    /// <summary>Id of the participant that is its secretariat.</summary>
    public string? Secretariat { get; init; }

    /// <summary>As an event.</summary>
    public BodyDefined ToEvent(OfficerId officer, DateTimeOffset at) => new(
        new BodyId(BodyId), Acronym, Names, MemberTerm,
        Secretariat is null ? null : new ParticipantId(Secretariat), officer, at);
}
