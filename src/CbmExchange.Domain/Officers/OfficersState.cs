using System.Collections.Immutable;

namespace CbmExchange.Domain.Officers;

/// <summary>One officer as enrolled.</summary>
/// <param name="Id">Opaque.</param>
/// <param name="CertificateSpkiSha256">64 lower-case hex digits.</param>
/// <param name="Label">Desk or post.</param>
/// <param name="Roles">Codes of <see cref="Officers.Roles"/>.</param>
public sealed record EnrolledOfficer(
    OfficerId Id,
    string CertificateSpkiSha256,
    string Label,
    ImmutableArray<string> Roles
);

/// <summary>Who may use this node. Folded over all officer events.</summary>
public sealed record OfficersState
{
    /// <summary>Nobody.</summary>
    public static OfficersState Empty { get; } = new();

    /// <summary>Officers enrolled now.</summary>
    public ImmutableDictionary<OfficerId, EnrolledOfficer> Officers { get; init; } =
        ImmutableDictionary<OfficerId, EnrolledOfficer>.Empty;

    /// <summary>Certificates that were ever enrolled: none is enrolled a second time.</summary>
    public ImmutableHashSet<string> CertificatesEverEnrolled { get; init; } = [];

    /// <summary>Folds one event; others than its own leave it as it is.</summary>
    public OfficersState Apply(IEvent happened) =>
        happened switch
        {
            OfficerEnrolled enrolled => this with
            {
                Officers = Officers.SetItem(
                    enrolled.Subject,
                    new EnrolledOfficer(
                        enrolled.Subject,
                        enrolled.CertificateSpkiSha256,
                        enrolled.Label,
                        enrolled.Roles
                    )
                ),
                CertificatesEverEnrolled = CertificatesEverEnrolled.Add(enrolled.CertificateSpkiSha256),
            },
            OfficerRolesChanged changed when Officers.TryGetValue(changed.Subject, out var known) => this with
            {
                Officers = Officers.SetItem(changed.Subject, known with { Roles = changed.Roles }),
            },
            OfficerRemoved removed => this with { Officers = Officers.Remove(removed.Subject) },
            _ => this,
        };

    /// <summary>The officer behind a certificate, with its roles; null when nobody is enrolled with it.</summary>
    public Actor? ActorOf(string certificateSpkiSha256) =>
        Officers
            .Values.Where(officer => officer.CertificateSpkiSha256 == certificateSpkiSha256)
            .Select(officer => new Actor(officer.Id, officer.Roles))
            .FirstOrDefault();
}
