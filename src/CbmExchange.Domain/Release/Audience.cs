using System.Collections.Immutable;
using CbmExchange.Domain.Participants;

namespace CbmExchange.Domain.Release;

/// <summary>One inclusion of an audience.</summary>
/// <param name="Kind">participant, body-members, body-secretariat or public.</param>
/// <param name="Id">Participant id or body id; empty for public.</param>
public sealed record AudienceMember(string Kind, string Id)
{
    /// <summary>One participant.</summary>
    public const string ParticipantKind = "participant";

    /// <summary>The members of a body, not its secretariat.</summary>
    public const string BodyMembersKind = "body-members";

    /// <summary>The secretariat of a body, not its members.</summary>
    public const string BodySecretariatKind = "body-secretariat";

    /// <summary>Everyone.</summary>
    public const string PublicKind = "public";

    /// <summary>
    /// Stands for everyone where a recipient is named: no participant has this id, and no stream leads to it.
    /// </summary>
    public static ParticipantId PublicId { get; } = new(PublicKind);

    /// <summary>Everyone.</summary>
    public static AudienceMember Public { get; } = new(PublicKind, "");

    /// <summary>One participant.</summary>
    public static AudienceMember Participant(ParticipantId id) => new(ParticipantKind, id.Value);

    /// <summary>The members of a body.</summary>
    public static AudienceMember MembersOf(BodyId id) => new(BodyMembersKind, id.Value);

    /// <summary>The secretariat of a body.</summary>
    public static AudienceMember SecretariatOf(BodyId id) => new(BodySecretariatKind, id.Value);
}

/// <summary>Who is allowed to hold a release. Exclusion wins over any inclusion, also via a body.</summary>
public sealed record Audience
{
    /// <summary>Bodies are resolved to their members at release; the list stands in the event.</summary>
    public const string Frozen = "frozen";

    /// <summary>
    /// Whoever becomes a member later is given it then, as long as no later release states another audience.
    /// </summary>
    public const string FollowsMembership = "follows-membership";

    /// <summary>Inclusions. Empty: national only.</summary>
    public required ImmutableArray<AudienceMember> Include { get; init; }

    /// <summary>Participants that MUST NOT get it by this grant or any other of the same release.</summary>
    public ImmutableArray<ParticipantId> Exclude { get; init; } = [];

    /// <summary><see cref="Frozen"/> or <see cref="FollowsMembership"/>.</summary>
    public string BodyMode { get; init; } = Frozen;

    /// <summary>True: each recipient sees the list of recipients. False (default): it sees itself only.</summary>
    public bool IsShown { get; init; }
}
