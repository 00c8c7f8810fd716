using System.Collections.Immutable;

namespace CbmExchange.Domain.Officers;

/// <summary>
/// An officer may use this node. The name of the person is not kept: <paramref name="Label"/> names the desk or post.
/// </summary>
/// <param name="Subject">Who was enrolled.</param>
/// <param name="CertificateSpkiSha256">SHA-256 of the DER SubjectPublicKeyInfo of the certificate, 64 lower-case
/// hex.</param>
/// <param name="Label">Desk or post, e.g. "duty desk 1"; never a person's name.</param>
/// <param name="Roles">Codes of <see cref="Officers.Roles"/>.</param>
/// <param name="Officer">Who enrolled; for the first officer of a node the officer itself.</param>
/// <param name="At">When.</param>
[EventAlias("officer_enrolled")]
public sealed record OfficerEnrolled(
    OfficerId Subject,
    string CertificateSpkiSha256,
    string Label,
    ImmutableArray<string> Roles,
    OfficerId Officer,
    DateTimeOffset At
) : IEvent;

/// <summary>The roles of an officer are now these.</summary>
[EventAlias("officer_roles_changed")]
public sealed record OfficerRolesChanged(
    OfficerId Subject,
    ImmutableArray<string> Roles,
    OfficerId Officer,
    DateTimeOffset At
) : IEvent;

/// <summary>
/// Stands in the stream "officers" beside every enrolment, change and removal: two of them decided on the same state
/// cannot both be taken in.
/// </summary>
[EventAlias("officers_changed")]
public sealed record OfficersChanged(OfficerId Subject, DateTimeOffset At) : IEvent;

/// <summary>An officer may no longer use this node; the id is never given to another.</summary>
[EventAlias("officer_removed")]
public sealed record OfficerRemoved(OfficerId Subject, OfficerId Officer, DateTimeOffset At) : IEvent;
