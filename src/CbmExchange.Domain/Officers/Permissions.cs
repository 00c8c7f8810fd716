using System.Collections.Immutable;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Officers;

/// <summary>What officers do; the rows of the permissions table.</summary>
public enum OfficerAction
{
    /// <summary>Begin, revise, submit or abandon a record.</summary>
    Draft,

    /// <summary>Return, clear, release, narrow, withdraw or correct; never an own draft.</summary>
    Release,

    /// <summary>Clear and release alone, reviewed afterwards.</summary>
    BreakGlass,

    /// <summary>Look at a use of break-glass afterwards.</summary>
    ReviewBreakGlass,

    /// <summary>Name or end a contact.</summary>
    Nominate,

    /// <summary>Record what came of reaching a contact of another participant.</summary>
    Verify,

    /// <summary>Confirm receipt of a message.</summary>
    Acknowledge,

    /// <summary>Keep a case: notes, talks, steps to reach somebody, closing. Nothing of it leaves.</summary>
    KeepCase,

    /// <summary>Send a phrase of the library as a holding reply, alone.</summary>
    SendPhrase,

    /// <summary>Read what was released to this participant.</summary>
    Read,

    /// <summary>Read own records, drafts included, and view as a recipient.</summary>
    ReadOwn,

    /// <summary>First person for peers, keys, officers, participants and imports.</summary>
    Administer,

    /// <summary>Second person for peers and keys.</summary>
    ConfirmPeer,

    /// <summary>Read queues, sizes, health: no content.</summary>
    ReadHealth,

    /// <summary>Read the audit trail.</summary>
    ReadAudit,
}

/// <summary>Who may do what, as data (domain.md §4.19). The printed table is compared with a committed file.</summary>
public static class Permissions
{
    private static readonly ImmutableArray<string> Anything = RecordTypes.All;
    private static readonly ImmutableArray<string> Messages = RecordCatalogue.Codes(row =>
        row.Family is RecordFamily.Message or RecordFamily.Receipt);
    private static readonly ImmutableArray<string> Published = RecordCatalogue.Codes(row =>
        row.Family != RecordFamily.Receipt);
    private static readonly ImmutableArray<string> Contact = RecordCatalogue.Codes(row =>
        row.Family == RecordFamily.Contact);

    // The technical lane, and to read it: whom to call about it.
    private static readonly ImmutableArray<string> Technical = RecordCatalogue.Codes(row => row.IsTechnical);
    private static readonly ImmutableArray<string> Lane = [.. Contact, .. Technical];
    private static readonly ImmutableArray<string> Urgent = RecordCatalogue.Codes(row => row.MayBreakGlass);
    private static readonly ImmutableArray<string> Receipts = RecordCatalogue.Codes(row =>
        row.Family == RecordFamily.Receipt);

    private static readonly ImmutableArray<string> Phrases = [RecordTypes.Response];

    private static readonly ImmutableArray<string> InExercise =
        RecordCatalogue.Codes(row => row.OnlyContext == "exercise");

    // Rows without record types concern the node, not a record.
    private static readonly ImmutableArray<Row> Table =
    [
        new(OfficerAction.Draft, Roles.PocOfficer, Published),
        new(OfficerAction.Draft, Roles.ReleasingAuthority, Published),
        new(OfficerAction.Draft, Roles.DutyOfficer, Messages),
        new(OfficerAction.Draft, Roles.TechnicalPoc, Technical),
        new(OfficerAction.Draft, Roles.NominatingAuthority, Contact),
        new(OfficerAction.Draft, Roles.Secretariat, Anything),
        new(OfficerAction.Release, Roles.ReleasingAuthority, Published),
        new(OfficerAction.Release, Roles.Secretariat, Published),
        new(OfficerAction.BreakGlass, Roles.DutyOfficer, Urgent, true),
        new(OfficerAction.ReviewBreakGlass, Roles.ReleasingAuthority, Anything),
        new(OfficerAction.Nominate, Roles.NominatingAuthority, Contact),
        new(OfficerAction.Verify, Roles.PocOfficer, Contact),
        new(OfficerAction.Verify, Roles.DutyOfficer, Contact),
        new(OfficerAction.Verify, Roles.TechnicalPoc, Contact),
        new(OfficerAction.Verify, Roles.ReleasingAuthority, Contact),
        new(OfficerAction.Verify, Roles.Secretariat, Contact),
        new(OfficerAction.Acknowledge, Roles.DutyOfficer, Receipts),
        new(OfficerAction.Acknowledge, Roles.TechnicalPoc, Receipts),
        new(OfficerAction.Acknowledge, Roles.Secretariat, Receipts),
        new(OfficerAction.KeepCase, Roles.PocOfficer, Messages),
        new(OfficerAction.KeepCase, Roles.ReleasingAuthority, Messages),
        new(OfficerAction.KeepCase, Roles.DutyOfficer, Messages),
        new(OfficerAction.KeepCase, Roles.TechnicalPoc, Technical),
        new(OfficerAction.KeepCase, Roles.Secretariat, Messages),
        new(OfficerAction.SendPhrase, Roles.DutyOfficer, Phrases),
        new(OfficerAction.SendPhrase, Roles.TechnicalPoc, Phrases),
        new(OfficerAction.SendPhrase, Roles.Secretariat, Phrases),
        new(OfficerAction.Read, Roles.PocOfficer, Anything),
        new(OfficerAction.Read, Roles.ReleasingAuthority, Anything),
        new(OfficerAction.Read, Roles.DutyOfficer, Anything),
        new(OfficerAction.Read, Roles.TechnicalPoc, Lane),
        new(OfficerAction.Read, Roles.NominatingAuthority, Contact),
        new(OfficerAction.Read, Roles.Secretariat, Anything),
        new(OfficerAction.Read, Roles.Observer, Anything),
        new(OfficerAction.ReadOwn, Roles.PocOfficer, Anything),
        new(OfficerAction.ReadOwn, Roles.ReleasingAuthority, Anything),
        new(OfficerAction.ReadOwn, Roles.DutyOfficer, Anything),
        new(OfficerAction.ReadOwn, Roles.TechnicalPoc, Lane),
        new(OfficerAction.ReadOwn, Roles.NominatingAuthority, Contact),
        new(OfficerAction.ReadOwn, Roles.Secretariat, Anything),
        new(OfficerAction.Administer, Roles.NodeAdmin, []),
        new(OfficerAction.ConfirmPeer, Roles.ReleasingAuthority, []),
        new(OfficerAction.ConfirmPeer, Roles.NodeAdmin, []),
        new(OfficerAction.ReadHealth, Roles.NodeAdmin, []),
        new(OfficerAction.ReadHealth, Roles.PocOfficer, []),
        new(OfficerAction.ReadHealth, Roles.DutyOfficer, []),
        new(OfficerAction.ReadHealth, Roles.ReleasingAuthority, []),
        new(OfficerAction.ReadHealth, Roles.Secretariat, []),
        new(OfficerAction.ReadHealth, Roles.Auditor, []),
        new(OfficerAction.ReadAudit, Roles.Auditor, []),
        new(OfficerAction.ReadAudit, Roles.ReleasingAuthority, []),
        new(OfficerAction.Draft, Roles.ExerciseController, InExercise),
        new(OfficerAction.Release, Roles.ExerciseController, InExercise),
        new(OfficerAction.Read, Roles.ExerciseController, InExercise),
        new(OfficerAction.ReadOwn, Roles.ExerciseController, InExercise),
    ];

    /// <summary>
    /// True when one of the roles allows the action. <paramref name="recordType"/> is null for actions that concern the
    /// node; <paramref name="precedence"/> matters to break-glass, which is for FLASH and IMMEDIATE.
    /// </summary>
    public static bool Allowed(
        IEnumerable<string> roles,
        OfficerAction action,
        string? recordType = null,
        string? precedence = null
    )
    {
        var held = roles.ToHashSet(StringComparer.Ordinal);
        return Table.Any(row =>
            row.Action == action
            && held.Contains(row.Role)
            && (recordType is null ? row.RecordTypes.IsEmpty : row.RecordTypes.Contains(recordType))
            && (!row.IsUrgentOnly || Precedences.IsUrgent(precedence))
        );
    }

    /// <summary>
    /// True when one of the roles keeps a case with records of these types: all of them are in its lane. A case without
    /// records is kept by whoever keeps any.
    /// </summary>
    public static bool MayKeepCase(IReadOnlyCollection<string> roles, IReadOnlyCollection<string> recordTypes) =>
        recordTypes.Count == 0
            ? Messages.Any(type => Allowed(roles, OfficerAction.KeepCase, type))
            : recordTypes.All(type => Allowed(roles, OfficerAction.KeepCase, type));

    /// <summary>Null when allowed, else the one refusal: it speaks only about the caller's role on its own
    /// node.</summary>
    public static Refusal? Check(
        Actor actor,
        OfficerAction action,
        string? recordType = null,
        string? precedence = null
    ) =>
        Allowed(actor.Roles, action, recordType, precedence)
            ? null
            : new Refusal(RefusalKind.PermissionDenied, "ROLE_NOT_ALLOWED", "Your role does not allow this.");

    private sealed record Row(
        OfficerAction Action,
        string Role,
        ImmutableArray<string> RecordTypes,
        bool IsUrgentOnly = false
    );
}
