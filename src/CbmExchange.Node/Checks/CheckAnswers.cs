using CbmExchange.Domain;
using CbmExchange.Domain.Checks;
using CbmExchange.Domain.Records;
using CbmExchange.Node.PeerStreams;
using CbmExchange.Node.Tables;
using CbmExchange.Store;
using CbmExchange.Store.Readings;
using CbmExchange.Store.Records;

namespace CbmExchange.Node.Checks;

/// <summary>
/// Takes signed answers that came: which channel a code belongs to is decided here, once, and kept as an event, with
/// what it says about the contact. An answer of another State than the one that was asked is passed over, and so is
/// one to a message that is none of ours.
/// </summary>
internal sealed class CheckAnswers(
    IEventStore store, CheckTable checks, CheckSecrets secrets, TableFollower tables, ReadModels models,
    TimeProvider time)
{
    private ReadingPlace taken = ReadingPlace.Start;

    /// <summary>
    /// Takes what came since it was asked last. One caller at a time; a repeat after a crash is harmless.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The store does not answer: ask again later.</exception>
    public async Task TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var rows = await models.Records
                .ChangedAfterAsync(RecordTypes.CheckAnswer, taken, cancellationToken).ConfigureAwait(false);
            foreach (var row in rows)
            {
                await TakeAsync(row, cancellationToken).ConfigureAwait(false);
                taken = row.Place;
            }

            if (rows.Length == 0)
            {
                return;
            }
        }
    }

    private async Task TakeAsync(RecordRow row, CancellationToken cancellationToken)
    {
        while (Decide(row) is { } append)
        {
            var result = await store.AppendAsync(append, CancellationToken.None).ConfigureAwait(false);
            switch (result.Outcome)
            {
                case AppendOutcome.Appended or AppendOutcome.Repeated:
                    await tables.WaitForAsync(result.Receipt!.Last).ConfigureAwait(false);
                    return;
                case AppendOutcome.VersionConflict:
                    // An officer was first; decided anew on what that one wrote.
                    await tables.WaitForAsync(await store.HeadAsync(cancellationToken).ConfigureAwait(false))
                        .ConfigureAwait(false);
                    break;
                default:
                    throw new StoreUnavailableException(result.Sentence ?? "The database did not take the answer.");
            }
        }
    }

    private AppendRequest? Decide(RecordRow row)
    {
        var answer = new CheckAnswerView(row.Content);
        if (row.IsOwn || answer.OfRecord is not { } message || answer.Outcome is not { } outcome
            || checks.OfMessage(message) is not { } asked || asked.Target.Participant != row.Header.Originator)
        {
            return null;
        }

        var (check, target) = asked;
        var happened = CheckDecider.Take(check, new CheckAnswerTaken(
            check.Plan.Check, target.Participant, row.Header.RecordId, outcome,
            ChannelOf(check, target, outcome, answer.Code),
            CheckDecider.AnsweredAt(check, answer.At, row.StoredAt), row.StoredAt));
        return happened is null
            ? null
            : new AppendRequest
            {
                CommandId = PeerEventStreams.CommandId(
                    "check-answer", check.Plan.Check.Value, row.Header.Originator.Value, row.Header.RecordId.Value,
                    $"{check.Version}"),
                Metadata = new AppendMetadata { UserName = "checks" },
                Streams =
                [
                    new StreamAppend(CheckTable.StreamOf(check.Plan.Check), check.Version, [happened]),
                    .. CheckVerifications.Of(check, target, happened, time.GetUtcNow()),
                ],
            };
    }

    // What is no confirmation was answered at the node: its inbox is read.
    private string? ChannelOf(CheckState check, CheckTarget target, string outcome, string code) =>
        outcome != CheckCodes.Confirmed ? target.Find(CheckCodes.NodeInbox)?.Key
        : CheckCode.Normalise(code) is { } digits ? secrets.ChannelOf(check.Plan.Check, target, digits)
        : null;
}
