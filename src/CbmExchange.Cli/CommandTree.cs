using System.CommandLine;
using System.CommandLine.Help;
using CbmExchange.Cli.Cases;
using CbmExchange.Cli.Checks;
using CbmExchange.Cli.Contacts;
using CbmExchange.Cli.Documents;
using CbmExchange.Cli.Exercises;
using CbmExchange.Cli.Lanes;
using CbmExchange.Cli.Library;
using CbmExchange.Cli.Messages;
using CbmExchange.Cli.Node;
using CbmExchange.Cli.Peers;
using CbmExchange.Cli.Profiles;
using CbmExchange.Cli.Records;
using CbmExchange.Cli.Reference;
using CbmExchange.Cli.Release;
using CbmExchange.Cli.Reports;
using CbmExchange.Cli.Streams;
using CbmExchange.Cli.Verification;
using CbmExchange.Cli.Web;

namespace CbmExchange.Cli;

/// <summary>All commands, in the order in which help shows them: what is needed at 03:00 comes first.</summary>
internal static class CommandTree
{
    public static RootCommand Build(CliContext context)
    {
        var root = new RootCommand(
            "Exchange confidence-building measures from a terminal: contacts, documents, notifications.");
        foreach (var command in Commands(context))
        {
            root.Add(command);
        }

        root.Add(context.Profile);
        root.Add(context.Json);
        root.Add(context.TimeoutSeconds);
        ShowExamplesInHelp(root, context.Shell);
        return root;
    }

    // In the order of help: first what is needed at 03:00.
    private static IEnumerable<Command> Commands(CliContext context) =>
        [.. AtThreeInTheMorning(context), .. Writing(context), .. Releasing(context), .. Reading(context),
            .. OfTheNode(context)];

    private static IEnumerable<Command> AtThreeInTheMorning(CliContext context) =>
    [
        LookupCommand.Build(context),
        InboxCommand.Build(context),
        MessageCommands.Acknowledge(context),
        RespondCommand.Build(context),
        NotificationDraft.Build(context, "notify"),
        MessageCommands.Receipts(context),
        CaseCommands.Build(context),
    ];

    private static IEnumerable<Command> Writing(CliContext context) =>
    [
        CheckCommands.Build(context),
        ContactCommands.Build(context),
        DirectoryCommands.Build(context),
        DocumentCommands.Build(context),
        MessageCommands.Notification(context),
        AttachmentCommands.Build(context),
        ReadingCommands.Show(context),
        ReadingCommands.List(context, "", "List this participant's own records."),
        RecordGroup.Build(context),
        WritingCommands.Draft(context),
        WritingCommands.Revise(context),
        RecordCommands.Submit(context),
        RecordCommands.Return(context),
    ];

    private static IEnumerable<Command> Releasing(CliContext context) =>
    [
        RecordCommands.Clear(context),
        .. Sharing(context),
        RecordCommands.Abandon(context),
        RecordCommands.Review(context),
        ViewAsCommand.Build(context),
    ];

    private static IEnumerable<Command> Reading(CliContext context) =>
    [
        LibraryCommands.Build(context),
        ExerciseCommands.Build(context),
        MeasuresCommand.Build(context),
        PhrasesCommand.Build(context),
        CodesCommand.Build(context),
        DigestCommand.Build(context),
        ReportCommands.Build(context),
        CsirtCommands.Build(context),
        AttentionCommands.Build(context),
        FeedCommand.Build(context),
        StreamCommands.Streams(context),
        StreamCommands.Quarantine(context),
        VerifyCommand.Build(context),
    ];

    private static IEnumerable<Command> OfTheNode(CliContext context) =>
    [
        PeerCommands.Build(context),
        DescriptorCommands.Build(context),
        OfficerCommands.Build(context),
        WebCommands.Build(context),
        NodeCommands.Build(context),
        ImportCommand.Build(context),
        CompletionCommand.Build(context),
        VersionCommand.Build(context),
    ];

    // What goes out, what is taken back, in the order in which it happens.
    private static IEnumerable<Command> Sharing(CliContext context) =>
    [
        ReleaseCommand.Build(context),
        RecordCommands.Recall(context),
        CorrectCommand.Build(context),
        NarrowCommand.Build(context),
        WithdrawCommand.Build(context),
        WithdrawalCommand.Build(context),
        AttestCommand.Build(context),
    ];

    private static void ShowExamplesInHelp(RootCommand root, Shell shell)
    {
        foreach (var help in root.Options.OfType<HelpOption>())
        {
            help.Action = new ExampleHelp(new HelpAction { MaxWidth = Shell.HelpWidthColumns }, shell);
        }
    }
}
