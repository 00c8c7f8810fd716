namespace CbmExchange.Node.Tests.Exercises;

/// <summary>
/// What every rpc that only reads says about exercises. A new one needs a line here: decide what it shows of them.
/// </summary>
internal static class Stands
{
    /// <summary>Actual, unless context and exercise_id ask for something else.</summary>
    public const string Asked = "asked";

    /// <summary>The inbox: everything, in groups; what is actual when context asks for it.</summary>
    public const string Groups = "groups";

    /// <summary>Actual only.</summary>
    public const string Actual = "actual";

    /// <summary>All that there is, each item with its context: what a peer holds, or a copy of a stream.</summary>
    public const string Whole = "whole";

    /// <summary>The one record that the caller names, with its context.</summary>
    public const string Named = "named";

    /// <summary>Exercises themselves.</summary>
    public const string Exercise = "exercise";

    /// <summary>Communication checks: a test by nature, counted from their own answers only.</summary>
    public const string Test = "test";

    /// <summary>No record, and nothing counted from records.</summary>
    public const string None = "none";

    /// <summary>By rpc.</summary>
    public static readonly IReadOnlyDictionary<string, string> All = new Dictionary<string, string>
    {
        ["PublishingService/PreviewRelease"] = Named,
        ["PublishingService/GetRecord"] = Named,
        ["PublishingService/GetWithdrawalStatus"] = Named,
        ["PublishingService/ListOwnRecords"] = Asked,
        ["PublishingService/ViewAs"] = Whole,
        ["PublishingService/PutAttachment"] = None,
        ["PublishingService/GetAttachment"] = Named,
        ["AdministrationService/GetNodeStatus"] = Actual,
        ["AdministrationService/ExportDescriptor"] = None,
        ["AdministrationService/ListStreams"] = Whole,
        ["AdministrationService/ListQuarantine"] = None,
        ["AdministrationService/ListOfficers"] = None,
        ["DirectoryService/Lookup"] = Asked,
        ["DirectoryService/ListContacts"] = Asked,
        ["DirectoryService/ExportDirectory"] = Actual,
        ["DirectoryService/CompareDirectory"] = Actual,
        ["DirectoryService/GetContactHealth"] = Named,
        ["DirectoryService/ListDueReviews"] = Actual,
        ["DirectoryService/ListParticipants"] = None,
        ["LibraryService/SearchLibrary"] = Asked,
        ["LibraryService/ListRecordTypes"] = None,
        ["LibraryService/ListMeasures"] = None,
        ["LibraryService/ListPhrases"] = None,
        ["LibraryService/ListCodes"] = None,
        ["LibraryService/CompareStates"] = Actual,
        ["LibraryService/ReadDigest"] = Actual,
        ["LibraryService/ListDueDocuments"] = Actual,
        ["ReportService/ReadReportMatrix"] = Actual,
        ["ProfileService/WriteProfileText"] = Named,
        ["ProfileService/ReadProfileText"] = Named,
        ["LaneService/ListPoliticalAttention"] = Actual,
        ["MessagingService/ListInbox"] = Groups,
        ["MessagingService/WatchInbox"] = Groups,
        ["MessagingService/GetReceipts"] = Named,
        ["FeedService/Subscribe"] = Asked,
        ["ExportService/ExportStream"] = Whole,
        ["CaseService/ListCases"] = Asked,
        ["CaseService/GetCase"] = Named,
        ["CaseService/SuggestEscalation"] = Named,
        ["CheckService/GetCheckBoard"] = Named,
        ["CheckService/GetCheckReport"] = Named,
        ["CheckService/ListChecks"] = Test,
        ["ExerciseService/ListExercises"] = Exercise,
        ["ExerciseService/ListAside"] = Exercise,
        ["ExerciseService/GetExerciseReport"] = Exercise,
    };
}
