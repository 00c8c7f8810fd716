using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Node.Tests.Cases;
using CbmExchange.Node.Tests.Hosting;
using CbmExchange.Node.Tests.Readings;
using CbmExchange.Node.Tests.Sharing;
using ContactSteps = CbmExchange.Node.Tests.Contacts.ContactSteps;

namespace CbmExchange.Web.Tests.EveryPage;

/// <summary>
/// XA's desk with something on every page: contacts, documents with a history, records in each state, messages both
/// ways, cases, reports, an exercise. XB is the other State.
/// </summary>
public sealed class EveryPageScene : IAsyncLifetime
{
    private readonly TwoNodes nodes = new() { HasDesk = true };

    /// <summary>The node whose desk is visited.</summary>
    internal TestNode Node => nodes.A;

    /// <summary>A record of XB that was corrected, in two languages.</summary>
    internal string Received { get; private set; } = "";

    /// <summary>An own record that XB holds.</summary>
    internal string Released { get; private set; } = "";

    /// <summary>An own draft.</summary>
    internal string Draft { get; private set; } = "";

    /// <summary>An own record that may be released.</summary>
    internal string Cleared { get; private set; } = "";

    /// <summary>A message that XB sent.</summary>
    internal string Message { get; private set; } = "";

    /// <summary>An own message, whose receipt is waited for.</summary>
    internal string Sent { get; private set; } = "";

    /// <summary>The record that announced the exercise.</summary>
    internal string Announcement { get; private set; } = "";

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        await nodes.InitializeAsync();
        await ContactsAsync();
        await DocumentsAsync();
        await MessagesAsync();
        await ReportsAsync();
        Announcement = (await ExerciseDrafts.ReleasedAsync(
            nodes.A, ExerciseDrafts.Announcement("XA", ["XB"]), "XB")).Record.RecordId;
    }

    /// <inheritdoc/>
    public Task DisposeAsync() => nodes.DisposeAsync();

    private async Task ContactsAsync()
    {
        foreach (var (from, to) in new[] { (nodes.A, "XB"), (nodes.B, "XA") })
        {
            await ContactSteps.PublishedAsync(
                from, ContactSteps.Draft("incident-state-level", "National Crisis Duty Desk"), Drafts.To(to));
        }

        await ContactSteps.LookupAsync(
            ContactSteps.Directory(nodes.A), new LookupRequest { State = "XB" }, answer => answer.Contacts.Count > 0);
    }

    private async Task DocumentsAsync()
    {
        var first = await Held.ReleasedAsync(nodes.B, Drafts.Strategy("Harbour plan"), "XA");
        var right = await ShareSteps.RevisedAsync(nodes.B, first, body =>
        {
            body.Title[0].Text_ = "Strategy 2026 to 2031";
            body.Title.Add(new Text { Lang = "ar", Text_ = "استراتيجية 2026 إلى 2031", Status = "unofficial" });
        });
        await nodes.B.Publishing("authority").ReleaseRecordAsync(ShareSteps.Correction(right, "The year."));
        Received = first.RecordId;
        await ShareSteps.HeldAsync(nodes.A, Received, view => view.Earlier.Count == 1);

        Released = (await Held.ReleasedAsync(nodes.A, Drafts.Strategy("Our strategy"), "XB")).RecordId;
        await Held.AtAsync(nodes.B, Released);
        Draft = (await nodes.A.Publishing("author").DraftRecordAsync(Drafts.Strategy("A draft"))).RecordId;
        await Flow.SubmittedAsync(nodes.A, Drafts.Strategy("Waits to be cleared"));
        Cleared = (await Flow.ClearedAsync(nodes.A, Drafts.Strategy("Waits to be released"))).RecordId;
        var gone = await Held.ReleasedAsync(nodes.A, Drafts.Strategy("To be withdrawn"), "XB");
        await nodes.A.Publishing("authority").WithdrawRecordAsync(new WithdrawRecordRequest
        {
            CommandId = Drafts.NewCommand(), RecordId = gone.RecordId, ExpectedVersion = gone.HeldVersion,
            ReasonClass = "issued-in-error", Request = "stop-using",
        });
    }

    private async Task MessagesAsync()
    {
        foreach (var precedence in new[] { "routine", "immediate" })
        {
            Message = (await Held.ReleasedAsync(nodes.B, Drafts.Notification("XA", precedence), "XA")).RecordId;
            await Held.AtAsync(nodes.A, Message);
        }

        Sent = (await CaseSteps.NotifiedAsync(nodes.A, "XB")).RecordId;
        await CaseSteps.CaseAsync(nodes.A, Sent, answer => answer.Case.Timers.Count == 1);
        await CaseSteps.NotedAsync(nodes.A, Sent, "Rang twice; nobody there yet.");
    }

    private async Task ReportsAsync()
    {
        var theirs = await Held.ReleasedAsync(nodes.B, Report("implemented", "partly"), "XA");
        await Held.AtAsync(nodes.A, theirs.RecordId);
        var ours = await Held.ReleasedAsync(nodes.A, Report("planned", "declined"), "XB");
        await Held.AtAsync(nodes.A, ours.RecordId);
    }

    private static DraftRecordRequest Report(params string[] statuses)
    {
        var draft = Examples.Of("implementation-report");
        var report = draft.Body.ImplementationReport;
        report.Catalogue = "oas-11";
        report.Evidence.Clear();
        report.Items.Clear();
        report.Items.Add(statuses.Select((status, place) => new ReportItem
        {
            Id = $"oas-{place + 1}", Measure = $"oas:{place + 1}", Status = status,
        }));
        return draft;
    }
}
