using CbmExchange.Domain.Participants;
using CbmExchange.Node.Tables;
using CbmExchange.Store;

namespace CbmExchange.Node.Participants;

/// <summary>
/// Who takes part, in memory: releases are resolved and names shown while PostgreSQL does not answer.
/// </summary>
internal sealed class ParticipantTable : IMemoryTable
{
    private volatile ParticipantsState state = ParticipantsState.Empty;

    /// <summary>As of the last event seen.</summary>
    public ParticipantsState State => state;

    /// <summary>The designator of a participant; its id when it is unknown here.</summary>
    public string DesignatorOf(Domain.ParticipantId participant) =>
        state.Participants.TryGetValue(participant, out var known) ? known.Designator : participant.Value;

    /// <inheritdoc/>
    public void Apply(StoredEvent stored) => state = state.Apply(stored.Body);
}
