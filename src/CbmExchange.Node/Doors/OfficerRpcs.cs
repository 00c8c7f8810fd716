using System.Collections.Frozen;
using System.Collections.Immutable;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Domain.Officers;
using CbmExchange.Domain.Records;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace CbmExchange.Node.Doors;

/// <summary>
/// Which actions of Domain's permissions table open which rpc. The door asks whether a role can do this at all; the
/// decider asks again for the record at hand, and <see cref="ReadRights"/> for each record read. An rpc without a row
/// is closed to everyone.
/// </summary>
internal static class OfficerRpcs
{
    private static readonly ImmutableArray<OfficerAction> AnyOfficer = [];

    private static readonly ImmutableArray<string> Messages = [.. RecordTypes.All.Where(RecordTypes.IsMessage)];

    private static readonly FrozenDictionary<string, Row> Table = Rows()
        .ToFrozenDictionary(row => row.Rpc, StringComparer.Ordinal);

    /// <summary>True when one of the roles opens the rpc.</summary>
    public static bool IsAllowed(string rpc, ImmutableArray<string> roles) =>
        Table.TryGetValue(rpc, out var row)
        && (row.Actions.IsEmpty
            || row.Actions.Any(action => CanDo(Roles.Anywhere(roles), action, row.Types)));

    /// <summary>True when there is a row for the rpc.</summary>
    public static bool IsKnown(string rpc) => Table.ContainsKey(rpc);

    // Flash stands for the most urgent message: whether break-glass fits this record, the decider says.
    private static bool CanDo(
        ImmutableArray<string> roles, OfficerAction action, ImmutableArray<string> types) =>
        Permissions.Allowed(roles, action)
        || types.Any(type => Permissions.Allowed(roles, action, type, "flash"));

    // One method a service, so that a new service is a new method and one line here.
    private static IEnumerable<Row> Rows() =>
    [
        .. Publishing(),
        .. Administration(),
        .. Directory(),
        .. Library(),
        .. Profiles(),
        .. Reports(),
        .. Lanes(),
        .. Messaging(),
        .. Cases(),
        .. Checks(),
        .. Feed(),
        .. Export(),
        .. Exercises(),
        .. OfTheRuntime(),
    ];

    private static IEnumerable<Row> Publishing() => Of(PublishingService.Descriptor, RecordTypes.All,
        ("DraftRecord", [OfficerAction.Draft]),
        ("ReviseRecord", [OfficerAction.Draft]),
        ("SubmitRecord", [OfficerAction.Draft]),
        ("ReturnRecord", [OfficerAction.Release]),
        ("ClearRecord", [OfficerAction.Release, OfficerAction.BreakGlass]),
        ("NominateContact", [OfficerAction.Nominate]),
        ("ConfirmContact", [OfficerAction.Draft]),
        ("ConfirmDocument", [OfficerAction.Draft]),
        ("SetContactAvailability", [OfficerAction.Draft]),
        ("HandOverContact", [OfficerAction.Draft]),
        ("CompleteHandover", [OfficerAction.Draft]),
        ("EndContact", [OfficerAction.Nominate]),
        ("PreviewRelease", [OfficerAction.Release, OfficerAction.BreakGlass, OfficerAction.Draft]),
        ("ReleaseRecord", [OfficerAction.Release, OfficerAction.BreakGlass]),
        ("WithdrawRecord", [OfficerAction.Release, OfficerAction.Nominate]),
        ("GetWithdrawalStatus", [OfficerAction.ReadOwn]),
        ("RecallRelease", [OfficerAction.Draft, OfficerAction.Release]),
        ("NarrowRelease", [OfficerAction.Release]),
        ("AbandonRecord", [OfficerAction.Draft]),
        ("ReviewBreakGlass", [OfficerAction.ReviewBreakGlass]),
        ("GetRecord", [OfficerAction.Read, OfficerAction.ReadOwn]),
        ("ListOwnRecords", [OfficerAction.ReadOwn]),
        ("ViewAs", [OfficerAction.ReadOwn, OfficerAction.ReadAudit]),
        ("PutAttachment", [OfficerAction.Draft]),
        ("GetAttachment", [OfficerAction.Read, OfficerAction.ReadOwn]));

    private static IEnumerable<Row> Administration() => Of(AdministrationService.Descriptor, RecordTypes.All,
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
        ("OpenDesk", AnyOfficer),
        ("ListOfficers", [OfficerAction.Administer, OfficerAction.ReadAudit]));

    private static IEnumerable<Row> Directory() => Of(DirectoryService.Descriptor, [RecordTypes.PointOfContact],
        ("Lookup", [OfficerAction.Read]),
        ("ListContacts", [OfficerAction.Read]),
        ("GetContactHealth", [OfficerAction.Read]),
        ("ListDueReviews", [OfficerAction.ReadOwn]),
        ("RecordVerification", [OfficerAction.Verify]),
        ("ExportDirectory", [OfficerAction.Read]),
        ("CompareDirectory", [OfficerAction.Read]),
        // Who takes part and whether its node is reachable: no content, and the administrator needs it.
        ("ListParticipants", AnyOfficer));

    private static IEnumerable<Row> Library() => Of(LibraryService.Descriptor, RecordTypes.All,
        ("SearchLibrary", [OfficerAction.Read]),
        ("CompareStates", [OfficerAction.Read]),
        ("ReadDigest", [OfficerAction.Read]),
        ("ListDueDocuments", [OfficerAction.ReadOwn]),
        // What types, codes, measures and phrases there are: no content.
        ("ListPhrases", AnyOfficer),
        ("ListRecordTypes", AnyOfficer),
        ("ListCodes", AnyOfficer),
        ("ListMeasures", AnyOfficer));

    private static IEnumerable<Row> Profiles() => Of(ProfileService.Descriptor, [RecordTypes.CsirtProfile],
        ("WriteProfileText", [OfficerAction.Read, OfficerAction.ReadOwn]),
        ("ReadProfileText", [OfficerAction.Draft]));

    private static IEnumerable<Row> Reports() => Of(ReportService.Descriptor, [RecordTypes.ImplementationReport],
        ("CopyReportForward", [OfficerAction.Draft]),
        ("ReadReportMatrix", [OfficerAction.Read]));

    // Who suggests drafts technical records; who is told reads policy briefs, which the technical lane does not.
    private static IEnumerable<Row> Lanes() =>
    [
        .. Of(LaneService.Descriptor, RecordCatalogue.Codes(row => row.IsTechnical),
            ("SuggestPoliticalAttention", [OfficerAction.Draft])),
        .. Of(LaneService.Descriptor, [RecordTypes.PolicyBrief],
            ("ListPoliticalAttention", [OfficerAction.ReadOwn])),
    ];

    private static IEnumerable<Row> Messaging() =>
    [
        .. Of(MessagingService.Descriptor, Messages,
            ("ListInbox", [OfficerAction.Read]),
            ("WatchInbox", [OfficerAction.Read])),
        .. Of(MessagingService.Descriptor, RecordTypes.All,
            ("Acknowledge", [OfficerAction.Acknowledge]),
            ("Respond", [OfficerAction.Draft, OfficerAction.SendPhrase]),
            ("GetReceipts", [OfficerAction.ReadOwn])),
    ];

    // What stands in a case is asked row by row; what officers keep about it, of the whole case.
    private static IEnumerable<Row> Cases() => Of(CaseService.Descriptor, Messages,
        ("ListCases", [OfficerAction.Read]),
        ("GetCase", [OfficerAction.Read]),
        ("OpenCase", [OfficerAction.KeepCase]),
        ("CloseCase", [OfficerAction.KeepCase]),
        ("ReopenCase", [OfficerAction.KeepCase]),
        ("LinkRecords", [OfficerAction.KeepCase]),
        ("AddNote", [OfficerAction.KeepCase]),
        ("RecordOutOfBand", [OfficerAction.KeepCase]),
        ("HandOver", [OfficerAction.KeepCase]),
        ("SuggestEscalation", [OfficerAction.KeepCase]),
        ("RecordEscalation", [OfficerAction.KeepCase]),
        ("ArmEscalation", [OfficerAction.KeepCase]));

    private static IEnumerable<Row> Checks() =>
    [
        .. Of(CheckService.Descriptor, [RecordTypes.CommunicationCheck],
            ("PlanCheck", [OfficerAction.Draft]),
            ("TryCheck", [OfficerAction.Draft]),
            ("AnnounceCheck", [OfficerAction.Release]),
            ("OpenCheck", [OfficerAction.Release]),
            ("RemindCheck", [OfficerAction.Release]),
            ("GetCheckBoard", [OfficerAction.ReadOwn]),
            ("GetCheckReport", [OfficerAction.ReadOwn])),
        .. Of(CheckService.Descriptor, [RecordTypes.CheckResult],
            ("CloseCheck", [OfficerAction.Draft]),
            ("SendCheckResults", [OfficerAction.Release]),
            ("ListChecks", [OfficerAction.Read, OfficerAction.ReadOwn])),
        .. Of(CheckService.Descriptor, [RecordTypes.PointOfContact],
            ("CallChecked", [OfficerAction.Verify]),
            ("RecordCheckOutcome", [OfficerAction.Verify])),
        .. Of(CheckService.Descriptor, [RecordTypes.CheckAnswer], ("AnswerCheck", [OfficerAction.Acknowledge])),
    ];

    private static IEnumerable<Row> Feed() =>
        Of(FeedService.Descriptor, RecordTypes.All, ("Subscribe", [OfficerAction.Read]));

    // And the right to read every type, which the service asks for.
    private static IEnumerable<Row> Export() =>
        Of(ExportService.Descriptor, RecordTypes.All, ("ExportStream", [OfficerAction.ReadAudit]));

    private static IEnumerable<Row> Exercises() => Of(ExerciseService.Descriptor, RecordTypes.All,
        ("ListExercises", [OfficerAction.Read, OfficerAction.ReadOwn]),
        ("ListAside", [OfficerAction.Read]),
        ("RecordObservation", [OfficerAction.ReadOwn]),
        ("DeclareNoDuff", [OfficerAction.Draft]),
        ("GetExerciseReport", [OfficerAction.Read, OfficerAction.ReadOwn]));

    private static IEnumerable<Row> OfTheRuntime() =>
    [
        Open("/grpc.health.v1.Health/Check"),
        Open("/grpc.health.v1.Health/List"),
        Open("/grpc.health.v1.Health/Watch"),
        Open("/grpc.reflection.v1.ServerReflection/ServerReflectionInfo"),
        Open("/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo"),
    ];

    private static IEnumerable<Row> Of(
        ServiceDescriptor service, ImmutableArray<string> types,
        params (string Name, ImmutableArray<OfficerAction> Actions)[] rows) =>
        rows.Select(row => new Row($"/{service.FullName}/{row.Name}", row.Actions, types));

    private static Row Open(string rpc) => new(rpc, AnyOfficer, []);

    // An action counts when a role has it for one of the types at least; no actions: any officer.
    private sealed record Row(string Rpc, ImmutableArray<OfficerAction> Actions, ImmutableArray<string> Types);
}
