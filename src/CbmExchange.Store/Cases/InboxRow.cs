using CbmExchange.Store.Readings;
using CbmExchange.Store.Records;

namespace CbmExchange.Store.Cases;

/// <summary>A message received.</summary>
/// <param name="Record">The message as disclosed to this node.</param>
/// <param name="StoredAt">When this node stored it.</param>
/// <param name="AcknowledgedAt">When a human here confirmed; null until then.</param>
/// <param name="DutyDesk">Which desk confirmed.</param>
/// <param name="PrecedenceRank">3 flash, 2 immediate, 1 priority, 0 routine.</param>
/// <param name="Place">Its place in the order of arrival.</param>
public sealed record InboxRow(RecordRow Record, DateTimeOffset StoredAt, DateTimeOffset? AcknowledgedAt,
    string? DutyDesk, int PrecedenceRank, ReadingPlace Place)
{
    /// <summary>Its place in the order of the inbox.</summary>
    public InboxPlace InboxPlace => new(InboxGroups.RankOf(Record.Header.Context), PrecedenceRank, Place);

    /// <summary>What this node answered last; null as long as nothing left.</summary>
    public AnswerRow? Answer { get; init; }
}
