using System.Collections.Immutable;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Domain.Officers;
using CbmExchange.Domain.Records;
using CbmExchange.Node.Officers;

namespace CbmExchange.Node.Doors;

/// <summary>
/// Which records an officer reads, row by row. Asked with the roles of this moment, so that a stream under way gives
/// nothing more to an officer whose role was taken.
/// </summary>
internal sealed class ReadRights(OfficerTable officers)
{
    /// <summary>True when the officer may read records of this type: own ones, or released to this node.</summary>
    public bool May(OfficerCall call, string recordType, bool isOwn) =>
        officers.Find(call.Seat.Id) is { } seat && May(seat.Roles, recordType, isOwn);

    /// <summary>True when the officer may read records of this type, own ones or released to this node.</summary>
    public bool MayEither(OfficerCall call, string recordType) =>
        May(call, recordType, isOwn: false) || May(call, recordType, isOwn: true);

    /// <summary>The types that the officer may read.</summary>
    public string[] Types(OfficerCall call, bool isOwn) =>
        [.. RecordTypes.All.Where(type => May(call, type, isOwn))];

    /// <summary>
    /// True when the officer may take a copy of everything: reads records of every type, and the audit trail.
    /// </summary>
    public bool MayCopyAll(OfficerCall call, bool isOwn) =>
        officers.Find(call.Seat.Id) is { } seat
        && Permissions.Allowed(seat.Roles, OfficerAction.ReadAudit)
        && RecordTypes.All.All(type => May(seat.Roles, type, isOwn));

    /// <summary>True when one of the roles reads records of this type.</summary>
    public static bool May(IEnumerable<string> roles, string recordType, bool isOwn) =>
        Permissions.Allowed(roles, isOwn ? OfficerAction.ReadOwn : OfficerAction.Read, recordType);

    /// <summary>False when there is no such record or it is not the officer's to read: one answer for both.</summary>
    public static bool MayKnow(OfficerCall call, RecordState own) =>
        own.Header is { } header && May(Inside(call, header), header.RecordType, isOwn: true);

    /// <summary>True when the officer may read this record of the exercise that it controls, or of the type.</summary>
    public bool May(OfficerCall call, RecordHeader record, bool isOwn) =>
        officers.Find(call.Seat.Id) is { } seat
        && May(Roles.Inside(seat.Roles, record.ExerciseId), record.RecordType, isOwn);

    private static ImmutableArray<string> Inside(OfficerCall call, RecordHeader record) =>
        Roles.Inside(call.Seat.Roles, record.ExerciseId);

    /// <summary>True when one of the roles may know which version went to whom: not what it says.</summary>
    public static bool MetadataOnly(IEnumerable<string> roles, string recordType) =>
        !May(roles, recordType, isOwn: true) && Permissions.Allowed(roles, OfficerAction.ReadAudit);
}
