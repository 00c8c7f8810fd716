using System.Collections.Immutable;

namespace CbmExchange.Domain.Participants;

/// <summary>Who takes part, which bodies there are, and who belongs to them when. Folded over all their
/// events.</summary>
public sealed record ParticipantsState
{
    /// <summary>Nobody yet.</summary>
    public static ParticipantsState Empty { get; } = new();

    /// <summary>The newest word on each participant.</summary>
    public ImmutableSortedDictionary<ParticipantId, ParticipantAdmitted> Participants { get; init; } =
        ImmutableSortedDictionary<ParticipantId, ParticipantAdmitted>.Empty;

    /// <summary>The newest word on each body.</summary>
    public ImmutableSortedDictionary<BodyId, BodyDefined> Bodies { get; init; } =
        ImmutableSortedDictionary<BodyId, BodyDefined>.Empty;

    /// <summary>Every membership event in the order of the log.</summary>
    public ImmutableList<MembershipChanged> Memberships { get; init; } = [];

    /// <summary>Folds one event; others than its own leave it as it is.</summary>
    public ParticipantsState Apply(IEvent happened) =>
        happened switch
        {
            ParticipantAdmitted admitted => this with
            {
                Participants = Participants.SetItem(admitted.Participant, admitted),
            },
            BodyDefined body => this with { Bodies = Bodies.SetItem(body.Body, body) },
            MembershipChanged membership => this with { Memberships = Memberships.Add(membership) },
            _ => this,
        };

    /// <summary>
    /// The status of a membership at an instant: of the events whose period covers it, the last entered. Null when
    /// nothing was entered for that instant.
    /// </summary>
    public string? MembershipAsOf(BodyId body, ParticipantId participant, DateTimeOffset asOf) =>
        Memberships
            .LastOrDefault(membership =>
                membership.Body == body
                && membership.Participant == participant
                && membership.From <= asOf
                && (membership.Until is not { } until || asOf < until)
            )
            ?.Status;

    /// <summary>
    /// Members of a body at an instant, in the order of their ids: status member or withdrawing, and active in this
    /// instance now. The secretariat is no member by being the secretariat.
    /// </summary>
    public ImmutableArray<ParticipantId> MembersAsOf(BodyId body, DateTimeOffset asOf) =>
        [
            .. Memberships
                .Where(membership => membership.Body == body)
                .Select(membership => membership.Participant)
                .Distinct()
                .Order()
                .Where(participant =>
                    MembershipAsOf(body, participant, asOf)
                        is MembershipStatuses.Member
                            or MembershipStatuses.Withdrawing
                )
                .Where(IsActive),
        ];

    /// <summary>True when new releases may go to the participant.</summary>
    public bool IsActive(ParticipantId participant) =>
        Participants.TryGetValue(participant, out var known) && known.Status == ParticipantStatuses.Active;

    /// <summary>
    /// Finds a participant by id, designator, ISO code or name, without regard to case and diacritics. Null when none
    /// or
    /// more than one fits: the software never guesses.
    /// </summary>
    public ParticipantAdmitted? Resolve(string text) =>
        Participants.TryGetValue(new ParticipantId(text), out var known)
            ? known
            : Single([ParticipantNames.Of(Participants).Find(text)]);

    /// <summary>Finds a body by id, acronym or name in the same way.</summary>
    public BodyDefined? ResolveBody(string text) =>
        Single(
            Bodies.Values.Where(body => body.Body.Value == text),
            Bodies.Values.Where(body => Same(body.Acronym, text)),
            Bodies.Values.Where(body => body.Names.Any(name => Same(name.Text, text)))
        );

    private static T? Single<T>(params ReadOnlySpan<IEnumerable<T>> attempts)
        where T : class
    {
        foreach (var attempt in attempts)
        {
            var found = attempt.Take(2).ToArray();
            if (found.Length > 0)
            {
                return found.Length == 1 ? found[0] : null;
            }
        }

        return null;
    }

    private static bool Same(string left, string right) => ParticipantNames.Fold(left) == ParticipantNames.Fold(right);
}
