namespace CbmExchange.Node.Tests.Sharing;

/// <summary>
/// What every rpc that only reads does with a held record that was withdrawn. A new one needs a line here: decide how
/// it says so, and that copies cannot be recalled.
/// </summary>
internal static class WithdrawnStands
{
    /// <summary>Shows it, and says so beside it.</summary>
    public const string Says = "says";

    /// <summary>Does not show it any more.</summary>
    public const string Leaves = "leaves";

    /// <summary>Copies bytes as they came; what is said stands beside the copy.</summary>
    public const string Copies = "copies";

    /// <summary>Own records, drafts of this node's, or no record at all.</summary>
    public const string None = "none";

    /// <summary>By rpc.</summary>
    public static readonly IReadOnlyDictionary<string, string> All = new Dictionary<string, string>
    {
        ["PublishingService/PreviewRelease"] = None,
        ["PublishingService/GetRecord"] = Says,
        ["PublishingService/GetWithdrawalStatus"] = None,
        ["PublishingService/ListOwnRecords"] = None,
        ["PublishingService/ViewAs"] = None,
        ["PublishingService/PutAttachment"] = None,
        ["PublishingService/GetAttachment"] = None,
        ["AdministrationService/GetNodeStatus"] = None,
        ["AdministrationService/ExportDescriptor"] = None,
        ["AdministrationService/ListStreams"] = None,
        ["AdministrationService/ListQuarantine"] = None,
        ["AdministrationService/ListOfficers"] = None,
        ["DirectoryService/Lookup"] = Leaves,
        ["DirectoryService/ListContacts"] = Leaves,
        ["DirectoryService/ExportDirectory"] = Leaves,
        ["DirectoryService/CompareDirectory"] = Leaves,
        ["DirectoryService/GetContactHealth"] = Leaves,
        ["DirectoryService/ListDueReviews"] = Leaves,
        ["DirectoryService/ListParticipants"] = None,
        ["LibraryService/SearchLibrary"] = Says,
        ["LibraryService/ListRecordTypes"] = None,
        ["LibraryService/ListMeasures"] = None,
        ["LibraryService/ListPhrases"] = None,
        ["LibraryService/ListCodes"] = None,
        ["LibraryService/CompareStates"] = Says,
        ["LibraryService/ReadDigest"] = Says,
        ["LibraryService/ListDueDocuments"] = None,
        ["ReportService/ReadReportMatrix"] = Leaves,
        ["ProfileService/WriteProfileText"] = Says,
        ["ProfileService/ReadProfileText"] = None,
        ["LaneService/ListPoliticalAttention"] = Says,
        ["MessagingService/ListInbox"] = Says,
        ["MessagingService/WatchInbox"] = Says,
        ["MessagingService/GetReceipts"] = None,
        ["FeedService/Subscribe"] = Says,
        ["ExportService/ExportStream"] = Copies,
        ["CaseService/ListCases"] = None,
        ["CaseService/GetCase"] = Says,
        ["CaseService/SuggestEscalation"] = None,
        ["CheckService/GetCheckBoard"] = None,
        ["CheckService/GetCheckReport"] = None,
        ["CheckService/ListChecks"] = None,
        ["ExerciseService/ListExercises"] = None,
        ["ExerciseService/ListAside"] = None,
        ["ExerciseService/GetExerciseReport"] = Says,
    };
}
