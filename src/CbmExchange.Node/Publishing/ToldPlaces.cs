using CbmExchange.Domain;
using CbmExchange.Domain.Lifecycle;
using CbmExchange.Node.Tables;
using CbmExchange.Store;

namespace CbmExchange.Node.Publishing;

/// <summary>Where in the log each holder was told of a withdrawal, in memory: what it fetched since counts.</summary>
internal sealed class ToldPlaces : IMemoryTable
{
    private readonly Lock gate = new();
    private readonly Dictionary<(RecordId, ParticipantId), LogPosition> places = [];

    /// <summary>Null when it was not told; one that gave the withdrawal back has it.</summary>
    public LogPosition? Of(RecordId record, ParticipantId participant)
    {
        lock (gate)
        {
            return places.TryGetValue((record, participant), out var place) ? place : null;
        }
    }

    /// <inheritdoc/>
    public void Apply(StoredEvent stored)
    {
        var (record, told) = stored.Body switch
        {
            RecordWithdrawn withdrawn => (withdrawn.RecordId, withdrawn.Recipients.Select(one => one.Participant)),
            WithdrawalTold later => (later.RecordId, later.Recipients.Select(one => one.Participant)),
            WithdrawalTakenBack back => (back.RecordId, [back.Recipient]),
            _ => (default, []),
        };
        lock (gate)
        {
            foreach (var participant in told)
            {
                places[(record, participant)] = stored.Position;
            }
        }
    }
}
