using System.CommandLine;
using CbmExchange.Cli.Connection;
using CbmExchange.Cli.Output;
using CbmExchange.Cli.Records;
using CbmExchange.Contracts.Exchange.V1;

namespace CbmExchange.Cli.Cases;

/// <summary>Lists cases and shows one.</summary>
internal static class CaseReading
{
    private static readonly string[] Contexts = ["actual", "exercise", "test"];

    public static CbmxCommand List(CliContext context)
    {
        var all = new Option<bool>("--all") { Description = "Closed cases too." };
        var of = new Option<string>("--context")
        {
            Description = "actual, exercise or test; never two in one list.", DefaultValueFactory = _ => "actual",
        }.AcceptOnlyFromAmong(Contexts);
        var exercise = new Option<string?>("--exercise") { Description = "One exercise only.", HelpName = "ID" };
        var command = new CbmxCommand(
            "list", "Cases, the last moved first, with the receipts that are looked for.", "cbmx case list");
        return context.Run(command.With(all, of, exercise), async (session, cancellation) =>
        {
            var request = new ListCasesRequest
            {
                Context = session.Get(of),
                ExerciseId = session.Get(exercise) ?? "",
                State = session.Get(all) ? "all" : "open",
                PageSize = ReadingCommands.PageItems,
            };
            var list = await ReadAllAsync(session, request, cancellation).ConfigureAwait(false);
            if (session.AsJson)
            {
                session.Screen.Json(list);
                return ExitCode.Done;
            }

            session.Screen.WithBanner(request.Context == "exercise", () =>
            {
                foreach (var one in list.Cases)
                {
                    CaseText.WriteLine(session.Screen, one);
                }

                session.Screen.Quiet(FactsText.Of(list.Facts, "case", "cases"));
            });
            return ExitCode.Done;
        });
    }

    public static CbmxCommand Show(CliContext context)
    {
        var id = CaseCommands.CaseArgument();
        var command = new CbmxCommand(
            "show", "One case: who wrote what and when it came, receipts, notes, what was tried.",
            "cbmx case show XA-2026-7K3QD4");
        return context.Run(command.With(id), async (session, cancellation) =>
        {
            var found = await ReadAsync(session, session.Get(id)!, cancellation).ConfigureAwait(false);
            if (session.AsJson)
            {
                session.Screen.Json(found);
                return ExitCode.Done;
            }

            CaseText.Write(session.Screen, found);
            return ExitCode.Done;
        });
    }

    public static Task<GetCaseResponse> ReadAsync(
        NodeSession session, string named, CancellationToken cancellation) => session.AskAsync(
        options => session.Cases.GetCaseAsync(new GetCaseRequest { Case = named }, options), cancellation);

    private static async Task<ListCasesResponse> ReadAllAsync(
        NodeSession session, ListCasesRequest request, CancellationToken cancellation)
    {
        var all = new ListCasesResponse();
        for (var page = 0; page < ReadingCommands.PagesMax; page++)
        {
            var answer = await session.AskAsync(
                options => session.Cases.ListCasesAsync(request, options), cancellation).ConfigureAwait(false);
            all.Cases.Add(answer.Cases);
            all.Facts = Facts.Joined(all.Facts, answer.Facts, all.Cases.Count);
            request.PageToken = answer.NextPageToken;
            if (answer.NextPageToken.Length == 0)
            {
                break;
            }
        }

        return all;
    }
}
