using System.Collections.Immutable;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Officers;

/// <summary>Enrols officers and changes their roles (node administrator).</summary>
public static class OfficerDecider
{
    /// <summary>Characters of a label: one line of a duty screen.</summary>
    public const int LabelCharsMax = 100;

    /// <summary>
    /// Enrols an officer. The first officer of a node enrols itself and MUST then be a node administrator.
    /// Refusals: ROLE_NOT_ALLOWED, FIELDS_INVALID, ALREADY_ENROLLED.
    /// </summary>
    public static Outcome<ImmutableArray<IEvent>> Enrol(
        OfficersState state,
        Actor by,
        OfficerId subject,
        string certificateSpkiSha256,
        string label,
        ImmutableArray<string> roles,
        DateTimeOffset now
    )
    {
        var isFirst = state.CertificatesEverEnrolled.IsEmpty && by.Id == subject && roles.Contains(Roles.NodeAdmin);
        if (!isFirst && Permissions.Check(by, OfficerAction.Administer) is { } refused)
        {
            return refused;
        }

        var faults = Faults(certificateSpkiSha256, label, roles).ToArray();
        if (faults.Length > 0)
        {
            return Refusal.Invalid(faults);
        }

        return state.Officers.ContainsKey(subject) || state.CertificatesEverEnrolled.Contains(certificateSpkiSha256)
            ? new Refusal(
                RefusalKind.FailedPrecondition,
                "ALREADY_ENROLLED",
                "This officer or certificate was enrolled before."
            )
            : One(new OfficerEnrolled(subject, certificateSpkiSha256, label, roles, by.Id, now));
    }

    /// <summary>Gives an officer these roles. Refusals: ROLE_NOT_ALLOWED, NOT_FOUND, FIELDS_INVALID,
    /// LAST_ADMIN.</summary>
    public static Outcome<ImmutableArray<IEvent>> ChangeRoles(
        OfficersState state,
        Actor by,
        OfficerId subject,
        ImmutableArray<string> roles,
        DateTimeOffset now
    )
    {
        if ((Permissions.Check(by, OfficerAction.Administer) ?? OfExisting(state, subject)) is { } refused)
        {
            return refused;
        }

        if (OfRoles(roles) is { } fault)
        {
            return Refusal.Invalid([fault]);
        }

        return !roles.Contains(Roles.NodeAdmin) && IsLastAdmin(state, subject)
            ? LastAdmin
            : One(new OfficerRolesChanged(subject, roles, by.Id, now));
    }

    /// <summary>Removes an officer. Refusals: ROLE_NOT_ALLOWED, NOT_FOUND, LAST_ADMIN.</summary>
    public static Outcome<ImmutableArray<IEvent>> Remove(
        OfficersState state,
        Actor by,
        OfficerId subject,
        DateTimeOffset now
    )
    {
        if ((Permissions.Check(by, OfficerAction.Administer) ?? OfExisting(state, subject)) is { } refused)
        {
            return refused;
        }

        return IsLastAdmin(state, subject) ? LastAdmin : One(new OfficerRemoved(subject, by.Id, now));
    }

    private static Refusal LastAdmin { get; } =
        new(
            RefusalKind.FailedPrecondition,
            "LAST_ADMIN",
            "A node keeps at least one administrator; enrol another first."
        );

    private static Refusal? OfExisting(OfficersState state, OfficerId subject) =>
        state.Officers.ContainsKey(subject) ? null : Refusal.NotFound;

    private static bool IsLastAdmin(OfficersState state, OfficerId subject) =>
        !state.Officers.Values.Any(officer => officer.Id != subject && officer.Roles.Contains(Roles.NodeAdmin));

    private static IEnumerable<FieldFault> Faults(string certificate, string label, ImmutableArray<string> roles)
    {
        if (!TextRules.IsSha256(certificate))
        {
            yield return new FieldFault("certificateSpkiSha256", "Must be 64 lower-case hex digits.");
        }

        if (
            string.IsNullOrWhiteSpace(label)
            || TextRules.Length(label) > LabelCharsMax
            || !TextRules.IsPlainLine(label)
        )
        {
            yield return new FieldFault(
                "label",
                "Must be one line of at most 100 characters that names a desk or post."
            );
        }

        if (OfRoles(roles) is { } fault)
        {
            yield return fault;
        }
    }

    private static FieldFault? OfRoles(ImmutableArray<string> roles) =>
        roles.IsEmpty || !roles.All(Roles.CanBeHeld) || roles.Distinct().Count() != roles.Length
            ? new FieldFault(
                "roles",
                $"Must be one or more of: {string.Join(", ", Roles.All)}; the last with its exercise, e.g. "
                    + $"{Roles.ExerciseController}@EX-2027-1.")
            : null;

    private static Outcome<ImmutableArray<IEvent>> One(IEvent happened) => ImmutableArray.Create(happened);
}
