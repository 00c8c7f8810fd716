using System.CommandLine;
using CbmExchange.Cli.Connection;
using CbmExchange.Cli.Output;
using CbmExchange.Contracts.Exchange.V1;
using Google.Protobuf;

namespace CbmExchange.Cli.Records;

/// <summary>What every draft says, whatever its type: context, languages, content from a file or from flags.</summary>
internal sealed class DraftOptions
{
    public Option<FileInfo?> File { get; } = new("--file", "--content")
    {
        Description = "Take the content from this file: proto3-JSON of the record type. Flags add to it.",
        HelpName = "JSON",
    };

    public Option<string> Context { get; } = new Option<string>("--context")
    {
        Description = "actual, exercise or test. It never changes afterwards.",
        DefaultValueFactory = _ => "actual",
    }.AcceptOnlyFromAmong("actual", "exercise", "test");

    public Option<string?> ExerciseId { get; } = new("--exercise-id")
    {
        Description = "Which exercise; needed with --context exercise.",
        HelpName = "ID",
    };

    public Option<string[]> Lang { get; } = new("--lang")
    {
        Description = "Authoritative language; repeat for several.",
        HelpName = "TAG",
        DefaultValueFactory = _ => ["en"],
    };

    public Option<string[]> Measures { get; } = new("--measure")
    {
        Description = "Measure served, e.g. osce:7 or a68-98:26a.",
        HelpName = "CODE",
    };

    public Option<string?> CommandId { get; } = CliContext.CommandIdOption();

    public Symbol[] Symbols => [File, Context, ExerciseId, Lang, Measures, CommandId];

    public IReadOnlyList<string> Languages(NodeSession session) => session.Get(Lang)!;

    /// <summary>The content of the file, or an empty one.</summary>
    public T ReadContent<T>(NodeSession session)
        where T : IMessage<T>, new() => ContentFile.Read<T>(session.Get(File));

    /// <summary>Sends the draft and says what to do next.</summary>
    public async Task<int> SendAsync(NodeSession session, RecordBody body, CancellationToken cancellation)
    {
        var request = new DraftRecordRequest
        {
            CommandId = session.CommandId(CommandId),
            Context = session.Get(Context)!,
            ExerciseId = session.Get(ExerciseId) ?? "",
            AuthoritativeLanguages = { Languages(session) },
            Body = body,
        };
        var reply = await session.AskAsync(
            options => session.Publishing.DraftRecordAsync(request, options), cancellation).ConfigureAwait(false);
        CommandReplyText.Write(session, reply, "Drafted", $"Nobody else holds it. {Next(body)}");
        return ExitCode.Done;
    }

    private static string Next(RecordBody body) => body.PointOfContact is { Nomination: null }
        ? "Next: `cbmx contact nominate`, then `cbmx submit`."
        : "Next: `cbmx submit`.";
}
