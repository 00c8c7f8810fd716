using System.Collections.Immutable;

namespace CbmExchange.Domain.Cases;

/// <summary>
/// What officers of this node keep about a case, without their notes: folded from its stream, and held in memory, so
/// that the ladder goes on while the store does not answer.
/// </summary>
public sealed record CaseState
{
    /// <summary>Nobody kept anything.</summary>
    public static CaseState Empty { get; } = new();

    /// <summary>Attempts kept at hand, the newest; the log keeps them all.</summary>
    public const int AttemptsKeptMax = 256;

    /// <summary>True once officers opened it; a case with messages only is open without that.</summary>
    public bool IsOpened { get; init; }

    /// <summary>In the officers' words.</summary>
    public string? Title { get; init; }

    /// <summary>Why it is closed; null while it is open.</summary>
    public string? ClosedReason { get; init; }

    /// <summary>When it was closed; null while it is open.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>The case that goes on with it; null for none.</summary>
    public CaseId? MergedInto { get; init; }

    /// <summary>What was tried, oldest first.</summary>
    public ImmutableArray<EscalationAttempt> Attempts { get; init; } = [];

    /// <summary>How many steps the node may take by itself, by own message.</summary>
    public ImmutableDictionary<RecordId, int> Armed { get; init; } = ImmutableDictionary<RecordId, int>.Empty;

    /// <summary>Who armed them, by own message: what the node then sends goes in that officer's name.</summary>
    public ImmutableDictionary<RecordId, OfficerId> ArmedBy { get; init; } =
        ImmutableDictionary<RecordId, OfficerId>.Empty;

    /// <summary>Number of its last event; what a decision on it expects.</summary>
    public StreamVersion Version { get; init; }

    /// <summary>Folds one event.</summary>
    public CaseState Apply(IEvent happened) =>
        (
            happened switch
            {
                CaseOpened opened => this with { IsOpened = true, Title = opened.Title ?? Title },
                CaseClosed closed => this with
                {
                    ClosedReason = closed.Reason,
                    ClosedAt = closed.At,
                    MergedInto = closed.MergedInto,
                },
                CaseReopened => this with { ClosedReason = null, ClosedAt = null, MergedInto = null },
                EscalationTaken taken => this with
                {
                    Attempts = [.. Attempts.TakeLast(AttemptsKeptMax - 1), taken.Taken],
                },
                EscalationArmed armed => this with
                {
                    Armed = Armed.SetItem(armed.Record, armed.StepCount),
                    ArmedBy = ArmedBy.SetItem(armed.Record, armed.Officer),
                },
                _ => this,
            }
        ) with
        {
            Version = new StreamVersion(Version.Value + 1),
        };

    /// <summary>What was tried about one message and one recipient, oldest first.</summary>
    public ImmutableArray<EscalationAttempt> AttemptsOf(RecordId record, ParticipantId recipient) =>
        [.. Attempts.Where(one => one.Record == record && one.Recipient == recipient)];
}
