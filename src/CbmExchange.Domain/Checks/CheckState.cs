using System.Collections.Immutable;

namespace CbmExchange.Domain.Checks;

/// <summary>Where a check stands (domain.md §4.7); only moves forward.</summary>
public enum CheckPhase
{
    /// <summary>Messages are drafted; nothing left.</summary>
    Planned,

    /// <summary>States know that it will come.</summary>
    Announced,

    /// <summary>States have the message.</summary>
    Open,

    /// <summary>Results are fixed.</summary>
    Closed,

    /// <summary>Each State was sent its own result.</summary>
    Reported,
}

/// <summary>A check, folded from its events.</summary>
public sealed record CheckState
{
    /// <summary>How it was planned.</summary>
    public required CheckPlanned Plan { get; init; }

    /// <summary>Events so far.</summary>
    public StreamVersion Version { get; init; } = new(1);

    /// <summary>Where it stands.</summary>
    public CheckPhase Phase { get; init; }

    /// <summary>When the messages left.</summary>
    public CheckOpened? Opened { get; init; }

    /// <summary>The results.</summary>
    public CheckClosed? Closed { get; init; }

    /// <summary>When the results left.</summary>
    public CheckReported? Reported { get; init; }

    /// <summary>Who was reminded.</summary>
    public ImmutableHashSet<ParticipantId> Reminded { get; init; } = [];

    /// <summary>Answers that came, in the order in which they came.</summary>
    public ImmutableArray<CheckAnswerTaken> Answers { get; init; } = [];

    /// <summary>What officers recorded, in that order.</summary>
    public ImmutableArray<CheckOutcomeRecorded> Outcomes { get; init; } = [];

    /// <summary>Channels whose code an officer took.</summary>
    public ImmutableHashSet<(ParticipantId Participant, string Channel)> Called { get; init; } = [];

    /// <summary>A check that was just planned.</summary>
    public static CheckState Of(CheckPlanned plan) => new() { Plan = plan };

    /// <summary>The State among those checked.</summary>
    public CheckTarget? Find(ParticipantId participant) =>
        Plan.Targets.FirstOrDefault(target => target.Participant == participant);

    /// <summary>True when the message left to this State.</summary>
    public bool IsSentTo(ParticipantId participant) => Opened is { } opened && opened.Sent.Contains(participant);

    /// <summary>True when somebody there answered, in any way, or an officer heard so.</summary>
    public bool IsAnswered(ParticipantId participant) =>
        Answers.Any(answer => answer.Participant == participant
            && (answer.Channel is not null || answer.Outcome != CheckCodes.Confirmed))
        || Outcomes.Any(outcome => outcome.Participant == participant
            && (Contacts.VerificationResults.IsConfirmation(outcome.Result) || outcome.Result == CheckCodes.Declined));

    /// <summary>States that are waited for.</summary>
    public IEnumerable<CheckTarget> Waiting =>
        Plan.Targets.Where(target => IsSentTo(target.Participant) && !IsAnswered(target.Participant));

    /// <summary>Folds one event; another than those of a check leaves it as it is but counts.</summary>
    public CheckState Apply(IEvent happened) =>
        (happened switch
        {
            CheckAnnounced => this with { Phase = CheckPhase.Announced },
            CheckOpened opened => this with { Phase = CheckPhase.Open, Opened = opened },
            CheckReminded reminded => this with { Reminded = Reminded.Union(reminded.Sent) },
            CheckCalled called => this with { Called = Called.Add((called.Participant, called.Channel)) },
            CheckAnswerTaken answer => this with { Answers = Answers.Add(answer) },
            CheckOutcomeRecorded outcome => this with { Outcomes = Outcomes.Add(outcome) },
            CheckClosed closed => this with { Phase = CheckPhase.Closed, Closed = closed },
            CheckReported reported => this with { Phase = CheckPhase.Reported, Reported = reported },
            _ => this,
        }) with { Version = new StreamVersion(Version.Value + 1) };
}
