using System.Collections.Frozen;
using System.Collections.Immutable;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain.Officers;
using CbmExchange.Domain.Records;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace CbmExchange.Node.Doors;

/// <summary>
/// Which actions of Domain's permissions table open which rpc. The door asks whether a role can do this at all; the
/// decider asks again for the record at hand. An rpc without a row is closed to everyone.
/// </summary>
internal static class OfficerRpcs
{
    private static readonly ImmutableArray<OfficerAction> AnyOfficer = [];

    private static readonly FrozenDictionary<string, ImmutableArray<OfficerAction>> Table = Rows()
        .ToFrozenDictionary(row => row.Rpc, row => row.Actions, StringComparer.Ordinal);

    /// <summary>True when one of the roles opens the rpc.</summary>
    public static bool IsAllowed(string rpc, ImmutableArray<string> roles) =>
        Table.TryGetValue(rpc, out var actions)
        && (actions.IsEmpty || actions.Any(action => CanDo(roles, action)));

    /// <summary>True when there is a row for the rpc.</summary>
    public static bool IsKnown(string rpc) => Table.ContainsKey(rpc);

    // Flash stands for the most urgent message: whether break-glass fits this record, the decider says.
    private static bool CanDo(ImmutableArray<string> roles, OfficerAction action) =>
        Permissions.Allowed(roles, action)
        || RecordTypes.All.Any(type => Permissions.Allowed(roles, action, type, "flash"));

    private static IEnumerable<(string Rpc, ImmutableArray<OfficerAction> Actions)> Rows() =>
    [
        .. Of(PublishingService.Descriptor,
            ("DraftRecord", [OfficerAction.Draft]),
            ("ReviseRecord", [OfficerAction.Draft]),
            ("SubmitRecord", [OfficerAction.Draft]),
            ("ReturnRecord", [OfficerAction.Release]),
            ("ClearRecord", [OfficerAction.Release, OfficerAction.BreakGlass]),
            ("NominateContact", [OfficerAction.Nominate]),
            ("PreviewRelease", [OfficerAction.Release, OfficerAction.BreakGlass, OfficerAction.Draft]),
            ("ReleaseRecord", [OfficerAction.Release, OfficerAction.BreakGlass]),
            ("WithdrawRecord", [OfficerAction.Release, OfficerAction.Nominate]),
            ("AbandonRecord", [OfficerAction.Draft]),
            ("ReviewBreakGlass", [OfficerAction.ReviewBreakGlass]),
            ("GetRecord", [OfficerAction.Read, OfficerAction.ReadOwn]),
            ("ListOwnRecords", [OfficerAction.ReadOwn]),
            ("ViewAs", [OfficerAction.ReadOwn, OfficerAction.ReadAudit]),
            ("PutAttachment", [OfficerAction.Draft]),
            ("GetAttachment", [OfficerAction.Read, OfficerAction.ReadOwn])),
        .. Of(AdministrationService.Descriptor,
            ("GetNodeStatus", AnyOfficer),
            ("ExportDescriptor", [OfficerAction.Administer, OfficerAction.ConfirmPeer]),
            ("ProposePeer", [OfficerAction.Administer]),
            ("AdmitPeer", [OfficerAction.ConfirmPeer]),
            ("PausePeer", [OfficerAction.Administer]),
            ("ListStreams", [OfficerAction.ReadHealth]),
            ("ListQuarantine", [OfficerAction.ReadHealth, OfficerAction.ReadAudit]),
            ("OpenGeneration", [OfficerAction.Administer, OfficerAction.ConfirmPeer]),
            ("ReleasePeerFault", [OfficerAction.Administer, OfficerAction.ConfirmPeer]),
            ("EnrolOfficer", [OfficerAction.Administer]),
            ("ChangeOfficerRoles", [OfficerAction.Administer]),
            ("ListOfficers", [OfficerAction.Administer, OfficerAction.ReadAudit])),
        .. Of(DirectoryService.Descriptor,
            ("Lookup", AnyOfficer), ("ListContacts", AnyOfficer), ("ListParticipants", AnyOfficer)),
        .. Of(LibraryService.Descriptor, ("SearchLibrary", AnyOfficer)),
        .. Of(MessagingService.Descriptor,
            ("ListInbox", [OfficerAction.Read]),
            ("WatchInbox", [OfficerAction.Read]),
            ("Acknowledge", [OfficerAction.Acknowledge]),
            ("GetReceipts", [OfficerAction.Read])),
        .. Of(FeedService.Descriptor, ("Subscribe", [OfficerAction.Read])),
        ("/grpc.health.v1.Health/Check", AnyOfficer),
        ("/grpc.health.v1.Health/List", AnyOfficer),
        ("/grpc.health.v1.Health/Watch", AnyOfficer),
        ("/grpc.reflection.v1.ServerReflection/ServerReflectionInfo", AnyOfficer),
        ("/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo", AnyOfficer),
    ];

    private static IEnumerable<(string Rpc, ImmutableArray<OfficerAction> Actions)> Of(
        ServiceDescriptor service, params (string Name, ImmutableArray<OfficerAction> Actions)[] rows) =>
        rows.Select(row => ($"/{service.FullName}/{row.Name}", row.Actions));
}
