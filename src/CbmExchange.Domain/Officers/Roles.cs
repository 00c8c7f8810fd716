using System.Collections.Immutable;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Officers;

/// <summary>Codes of the roles that an officer of this node can hold (domain.md §4.19).</summary>
public static class Roles
{
    /// <summary>Keeps the State's entries and drafts.</summary>
    public const string PocOfficer = "poc-officer";

    /// <summary>Entitled to let a record leave the node; never for an own draft.</summary>
    public const string ReleasingAuthority = "releasing-authority";

    /// <summary>On shift: receives and acknowledges.</summary>
    public const string DutyOfficer = "duty-officer";

    /// <summary>Works in the technical lane.</summary>
    public const string TechnicalPoc = "technical-poc";

    /// <summary>Names and removes the State's contacts.</summary>
    public const string NominatingAuthority = "nominating-authority";

    /// <summary>Keeps the node running; never sees content.</summary>
    public const string NodeAdmin = "node-admin";

    /// <summary>Staff of an organisation, on its own node, with its own records.</summary>
    public const string Secretariat = "secretariat";

    /// <summary>Reads what is released to its participant.</summary>
    public const string Observer = "observer";

    /// <summary>Reads the audit trail.</summary>
    public const string Auditor = "auditor";

    /// <summary>
    /// Steers an exercise, and nothing outside it (domain.md §4.19): held as <c>exercise-controller@EX-2027-1</c>,
    /// beside the roles that an officer has anyway.
    /// </summary>
    public const string ExerciseController = "exercise-controller";

    private const string ControllerPrefix = ExerciseController + "@";

    /// <summary>True for what an officer can hold: a controller is one of a named exercise.</summary>
    public static bool CanBeHeld(string role) =>
        role.StartsWith(ControllerPrefix, StringComparison.Ordinal)
            ? role.Length > ControllerPrefix.Length
                && role.Length <= ControllerPrefix.Length + ContentLimits.CodeCharsMax
                && TextRules.IsPlainLine(role)
            : role != ExerciseController && All.Contains(role);

    /// <summary>The roles held, as they count for a record: a controller is one of its own exercise only.</summary>
    /// <param name="roles">As they are held.</param>
    /// <param name="exerciseId">Exercise of the record; null outside one.</param>
    public static ImmutableArray<string> Inside(ImmutableArray<string> roles, string? exerciseId) =>
        exerciseId is not null && roles.Contains(ControllerPrefix + exerciseId)
            ? roles.Add(ExerciseController)
            : roles;

    /// <summary>The roles held, for a door that does not know the record yet.</summary>
    public static ImmutableArray<string> Anywhere(ImmutableArray<string> roles) =>
        roles.Any(role => role.StartsWith(ControllerPrefix, StringComparison.Ordinal))
            ? roles.Add(ExerciseController)
            : roles;

    /// <summary>All of them, in the order of the permissions table.</summary>
    public static ImmutableArray<string> All { get; } =
    [
        PocOfficer,
        ReleasingAuthority,
        DutyOfficer,
        TechnicalPoc,
        NominatingAuthority,
        NodeAdmin,
        Secretariat,
        Observer,
        Auditor,
        ExerciseController,
    ];
}
