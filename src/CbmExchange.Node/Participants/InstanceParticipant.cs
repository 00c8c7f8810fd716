using System.Collections.Immutable;
using CbmExchange.Domain;
using CbmExchange.Domain.Participants;

namespace CbmExchange.Node.Participants;

/// <summary>A participant in an instance file.</summary>
internal sealed record InstanceParticipant
{
    /// <summary>UUID in lower case.</summary>
    public required string ParticipantId { get; init; }

    /// <summary>E.g. "XA".</summary>
    public required string Designator { get; init; }

    /// <summary>Code of <see cref="ParticipantKinds"/>.</summary>
    public string Kind { get; init; } = ParticipantKinds.State;

    /// <summary>At least one.</summary>
    public ImmutableArray<LocalName> Names { get; init; } = [];

    /// <summary>ISO 3166-1 alpha-2, where there is one.</summary>
    public string? IsoAlpha2 { get; init; }

    /// <summary>Shown wherever the name is shown.</summary>
    public string? DesignationNote { get; init; }

    /// <summary>Code of <see cref="ParticipantStatuses"/>.</summary>
    public string Status { get; init; } = ParticipantStatuses.Active;

    /// <summary>Ministry or Permanent Mission, for when nobody is nominated.</summary>
    public OfficialContact? FallbackContact { get; init; }

    /// <summary>As an event.</summary>
    public ParticipantAdmitted ToEvent(OfficerId officer, DateTimeOffset at) => new(
        new ParticipantId(ParticipantId), Designator, Kind, Names, IsoAlpha2, DesignationNote, Status, officer, at)
    {
        FallbackContact = FallbackContact,
    };
}
