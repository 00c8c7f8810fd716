using System.CommandLine;
using CbmExchange.Cli.Connection;
using CbmExchange.Cli.Records;
using CbmExchange.Contracts.Exchange.V1;

namespace CbmExchange.Cli.Contacts;

/// <summary>Whom do I call, now?</summary>
internal sealed class LookupCommand
{
    /// <summary>States of a batch; an instance has at most 250 participants, the world fewer than 250 codes.</summary>
    private const int BatchStatesMax = 1000;

    private readonly Argument<string?> state = new("state")
    {
        Description = "Code, designator, or name in any UN language.",
        HelpName = "STATE",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string> topic = new("--topic")
    {
        Description = "What it is about.",
        DefaultValueFactory = _ => "incident-state-level",
    };

    private readonly Option<string> precedence = new Option<string>("--precedence")
    {
        Description = "How fast: routine, priority, immediate or flash.",
        DefaultValueFactory = _ => "routine",
    }.AcceptOnlyFromAmong("routine", "priority", "immediate", "flash");

    private readonly Option<string?> lang = new("--lang")
    {
        Description = "Language you would like to speak.",
        HelpName = "TAG",
    };

    private readonly Option<DateTimeOffset?> at = TimeArgument.Option("--at", "For this moment instead of now.");

    private readonly Option<FileInfo?> each = new("--each")
    {
        Description = "Ask for each State named first on a line of this file (a CSV file will do).",
        HelpName = "FILE",
    };

    public static CbmxCommand Build(CliContext context)
    {
        var self = new LookupCommand();
        var command = new CbmxCommand(
            "lookup",
            "Whom do I call? One answer first. Works from this node's own copy when everything else is down.",
            "cbmx lookup XA",
            "cbmx lookup Suisse --topic ci:energy --precedence immediate",
            "cbmx lookup --each states.csv --json");
        command.With(self.state, self.topic, self.precedence, self.lang, self.at, self.each);
        command.Validators.Add(result =>
        {
            var isOne = result.GetResult(self.state) is { Tokens.Count: > 0 };
            if (isOne == result.GetResult(self.each) is { Tokens.Count: > 0 })
            {
                result.AddError("Say which State: `cbmx lookup XA`, or --each FILE for many.");
            }
        });
        return context.Run(command, self.RunAsync);
    }

    private Task<int> RunAsync(NodeSession session, CancellationToken cancellation) =>
        session.Get(each) is { } file ? EachAsync(session, file, cancellation) : OneAsync(session, cancellation);

    private async Task<int> OneAsync(NodeSession session, CancellationToken cancellation)
    {
        var request = Request(session, session.Get(state)!);
        var answer = await AskAsync(session, request, cancellation).ConfigureAwait(false);
        if (session.AsJson)
        {
            session.Screen.Json(answer);
        }
        else
        {
            LookupText.Write(session.Screen, request, answer);
        }

        return ExitCode.Done;
    }

    private async Task<int> EachAsync(NodeSession session, FileInfo file, CancellationToken cancellation)
    {
        var states = StatesOf(file);
        var answers = new List<(string State, LookupResponse Answer)>(states.Count);
        await session.Screen.ProgressAsync("asking for each State", states.Count, async report =>
        {
            foreach (var one in states)
            {
                var answer = await AskAsync(session, Request(session, one), cancellation).ConfigureAwait(false);
                answers.Add((one, answer));
                report(answers.Count);
                if (session.AsJson)
                {
                    session.Screen.JsonLine(answer);
                }
            }
        }).ConfigureAwait(false);
        if (!session.AsJson)
        {
            LookupText.WriteAll(session.Screen, Request(session, ""), answers);
        }

        return ExitCode.Done;
    }

    private static Task<LookupResponse> AskAsync(
        NodeSession session, LookupRequest request, CancellationToken cancellation) =>
        session.AskAsync(options => session.Directory.LookupAsync(request, options), cancellation);

    private LookupRequest Request(NodeSession session, string one) => new()
    {
        State = one,
        Topic = session.Get(topic) ?? "",
        Precedence = session.Get(precedence) ?? "",
        Lang = session.Get(lang) ?? "",
        At = TimeArgument.Stamp(session.Get(at)),
    };

    private static List<string> StatesOf(FileInfo file)
    {
        if (!file.Exists)
        {
            throw CommandStopped.Usage($"There is no file {file}.");
        }

        var states = System.IO.File.ReadLines(file.FullName)
            .Select(line => line.Split(',')[0].Trim())
            .Where(word => word.Length > 0 && word is not "alpha2")
            .Take(BatchStatesMax + 1)
            .ToList();
        return states.Count <= BatchStatesMax
            ? states
            : throw CommandStopped.Usage($"{file} names more than {BatchStatesMax} States.");
    }
}
