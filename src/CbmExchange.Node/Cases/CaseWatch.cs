using System.Security.Cryptography;
using System.Text;
using CbmExchange.Domain;
using CbmExchange.Domain.Cases;
using CbmExchange.Node.Administration;
using CbmExchange.Node.Hosting;
using CbmExchange.Node.Observation;
using CbmExchange.Store;
using CbmExchange.Store.Cases;
using CbmExchange.Store.Readings;

namespace CbmExchange.Node.Cases;

/// <summary>
/// Watches the receipts that are looked for: keeps them in memory, names the next step in the case once a time is over,
/// and tells the status report. It reaches nobody but over the node inbox, where an officer armed that.
/// </summary>
internal sealed partial class CaseWatch(
    AwaitedReceipts awaited,
    EscalationDesk desk,
    CaseTimers timers,
    EscalationReminders reminders,
    ReadModels models,
    IEventStore store,
    TimeProvider time,
    ILogger<CaseWatch> log
) : IBackgroundPart, IHealthLines
{
    /// <summary>Who names steps, in the log of record.</summary>
    private const string UserName = "case-watch";

    /// <summary>Between two readings at least: a flood of messages is not followed message by message.</summary>
    private static readonly TimeSpan LoadEvery = TimeSpan.FromMilliseconds(250);

    /// <summary>A time that is over is noticed within this.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(15);

    /// <summary>Lines in the status report at most; the others are counted.</summary>
    private const int LinesMax = 20;

    private readonly CancellationTokenSource stopping = new();
    private readonly HashSet<Guid> named = [];
    private Task running = Task.CompletedTask;

    /// <inheritdoc/>
    public string Name => "cases";

    /// <inheritdoc/>
    public Task Work => running;

    /// <inheritdoc/>
    /// <remarks>No content: who, since when, and a number that can be quoted. Exercises raise no line.</remarks>
    public IEnumerable<string> Lines()
    {
        var over = awaited.All.Where(row => row.Header.Context == "actual").Select(timers.Of)
            .Where(timer => timer.IsOver).ToArray();
        foreach (var timer in over.Take(LinesMax))
        {
            var since = ReceiptTimer.Moment(timer.DueAt.ToDateTimeOffset(), time.GetUtcNow());
            yield return $"receipt looked for since {since} from {timer.Recipient} (reference {timer.ReferenceNumber})";
        }

        if (over.Length > LinesMax)
        {
            yield return $"receipts: {over.Length - LinesMax} more are looked for; `cbmx case list` names them";
        }
    }

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await awaited.LoadAsync(cancellationToken).ConfigureAwait(false);
        running = Task.Run(WatchAsync, CancellationToken.None);
    }

    /// <inheritdoc/>
    public async ValueTask StopAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
    }

    private async Task WatchAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var (applied, compared) = (models.Position, reminders.Compared);
                await awaited.LoadAsync(stopping.Token).ConfigureAwait(false);
                foreach (var row in awaited.All)
                {
                    await NameAsync(row).ConfigureAwait(false);
                    await reminders.TakeAsync(row, UserName, stopping.Token).ConfigureAwait(false);
                }

                await Task.Delay(LoadEvery, time, stopping.Token).ConfigureAwait(false);
                await WaitAsync(applied, compared).ConfigureAwait(false);
            }
            catch (StoreUnavailableException)
            {
                // What was known stays in memory; asked again.
                await Task.Delay(LookEvery, time, stopping.Token).ConfigureAwait(false);
            }
        }
    }

    private async Task WaitAsync(LogPosition applied, Task compared)
    {
        using var look = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token);
        await Task.WhenAny(
                models.WaitForMoreAsync(applied, look.Token), compared, Task.Delay(LookEvery, time, look.Token))
            .ConfigureAwait(false);
        await look.CancelAsync().ConfigureAwait(false);
    }

    // Once for each version and recipient, whichever process of the node is first: the command id says which.
    private async Task NameAsync(AwaitedRow row)
    {
        var id = CommandOf(row);
        if (named.Contains(id) || !timers.Of(row).IsOver)
        {
            return;
        }

        var step = desk.Next(row).Step;
        var result = await store.AppendAsync(
            new AppendRequest
            {
                CommandId = id,
                Metadata = new AppendMetadata { UserName = UserName },
                Streams =
                [
                    new StreamAppend(row.Case.Stream, null,
                    [
                        new EscalationSuggested(
                            row.Case, row.Header.RecordId, row.Version, row.Recipient, step, time.GetUtcNow()),
                    ]),
                ],
                Answer = "",
            },
            stopping.Token).ConfigureAwait(false);
        if (result.Outcome is AppendOutcome.Appended or AppendOutcome.Repeated)
        {
            named.Add(id);
            StepNamed(log, row.Header.RecordId.Value, row.Recipient.Value, step);
        }
    }

    private static Guid CommandOf(AwaitedRow row) =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes(
                $"cbm.exchange/escalation-suggested\n{row.Header.RecordId}\n{row.Version}\n{row.Recipient}"))
            .AsSpan(0, 16));

    [LoggerMessage(NodeEventIds.EscalationNamed, LogLevel.Information,
        "A receipt of record {RecordId} is looked for from {Participant}; next step {Step}.")]
    private static partial void StepNamed(ILogger log, string recordId, string participant, string step);
}
