using System.Collections.Immutable;

namespace CbmExchange.Domain.Lifecycle;

/// <summary>The withdrawal of a record.</summary>
/// <param name="ReasonClass">Code of list withdrawal-reason.</param>
/// <param name="Request">stop-using or stop-using-and-delete.</param>
/// <param name="At">When.</param>
/// <param name="Told">In whose streams it stands.</param>
public sealed record WithdrawalState(
    string ReasonClass,
    string Request,
    DateTimeOffset At,
    ImmutableSortedSet<ParticipantId> Told
);
