using System.Collections.Immutable;

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
    ];
}
