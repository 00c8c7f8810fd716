using System.Collections.Immutable;
using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Contracts.Record.V1;
using CbmExchange.Domain.Checks;
using CbmExchange.Domain.Records;
using CbmExchange.Envelopes.Statements;
using CbmExchange.Node.Participants;
using CbmExchange.Store.Readings;
using CbmExchange.Store.Records;

namespace CbmExchange.Node.Checks;

/// <summary>What others told this participant about checks of itself: the last five, and nobody else's.</summary>
internal sealed class OwnCheckResults(ReadModels models, ParticipantTable participants)
{
    /// <summary>Newest first.</summary>
    public async Task<ImmutableArray<OwnCheckResult>> LastAsync(CancellationToken cancellationToken)
    {
        var last = new Queue<RecordRow>();
        var place = ReadingPlace.Start;
        while (true)
        {
            var rows = await models.Records
                .ChangedAfterAsync(RecordTypes.CheckResult, place, cancellationToken).ConfigureAwait(false);
            foreach (var row in rows)
            {
                place = row.Place;
                Take(last, row);
            }

            if (rows.Length == 0)
            {
                return [.. last.Reverse().Select(Of)];
            }
        }
    }

    private static void Take(Queue<RecordRow> last, RecordRow row)
    {
        if (row.IsOwn || row.State == "withdrawn")
        {
            return;
        }

        last.Enqueue(row);
        if (last.Count > CheckLimits.OwnResultsCount)
        {
            last.Dequeue();
        }
    }

    private OwnCheckResult Of(RecordRow row)
    {
        var content = RecordSchemas.TryTo<CheckResult>(row.Content) ?? new CheckResult();
        var result = new OwnCheckResult
        {
            RecordId = row.Header.RecordId.Value,
            ReferenceNumber = row.ReferenceNumber ?? "",
            Originator = participants.DesignatorOf(row.Header.Originator),
            ClosedAt = content.ClosedAt,
        };
        result.Results.AddRange(content.Results);
        return result;
    }
}
