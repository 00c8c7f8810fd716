namespace CbmExchange.Domain.Lifecycle;

/// <summary>
/// How this node lets its own records leave, as it stood in node.json at a start and was not seen before: whoever may
/// write that file changes it without a call, so that the start keeps what it found.
/// </summary>
/// <param name="RecallSeconds">How long a release waits; 0: it leaves at once.</param>
/// <param name="RecallsDocuments">Documents wait too.</param>
/// <param name="SinglePersonDelayMinutes">How long a release of one person alone waits; null: nobody may.</param>
/// <param name="At">When it was seen.</param>
[EventAlias("leaving_policies_seen")]
public sealed record LeavingPoliciesSeen(
    int RecallSeconds, bool RecallsDocuments, int? SinglePersonDelayMinutes, DateTimeOffset At) : IEvent;
