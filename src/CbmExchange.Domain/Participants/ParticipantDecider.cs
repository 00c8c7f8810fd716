using System.Collections.Immutable;
using System.Text.RegularExpressions;
using CbmExchange.Domain.Officers;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Participants;

/// <summary>
/// Enters participants, bodies and memberships (node administrator). The governing assembly of the instance decides on
/// them; this only writes down what it decided.
/// </summary>
public static partial class ParticipantDecider
{
    private static readonly string[] Kinds =
    [
        ParticipantKinds.State,
        ParticipantKinds.ObserverState,
        ParticipantKinds.Organisation,
        ParticipantKinds.Secretariat,
    ];

    private static readonly string[] Statuses =
    [
        ParticipantStatuses.Invited,
        ParticipantStatuses.Active,
        ParticipantStatuses.Suspended,
        ParticipantStatuses.Left,
    ];

    private static readonly string[] MembershipCodes =
    [
        MembershipStatuses.Member,
        MembershipStatuses.Suspended,
        MembershipStatuses.Withdrawing,
        MembershipStatuses.Withdrawn,
        MembershipStatuses.Observer,
        MembershipStatuses.NotParticipating,
    ];

    /// <summary>
    /// Admits a participant or changes its designation or status. No event when nothing changes.
    /// Refusals: ROLE_NOT_ALLOWED, FIELDS_INVALID, DESIGNATOR_TAKEN.
    /// </summary>
    public static Outcome<ImmutableArray<IEvent>> Admit(ParticipantsState state, Actor by, ParticipantAdmitted wished)
    {
        if (Permissions.Check(by, OfficerAction.Administer) is { } refused)
        {
            return refused;
        }

        var faults = Faults(wished).ToArray();
        if (faults.Length > 0)
        {
            return Refusal.Invalid(faults);
        }

        if (
            state.Participants.Values.Any(known =>
                known.Participant != wished.Participant && known.Designator == wished.Designator
            )
        )
        {
            return new Refusal(
                RefusalKind.FailedPrecondition,
                "DESIGNATOR_TAKEN",
                "Another participant has this designator."
            );
        }

        return state.Participants.TryGetValue(wished.Participant, out var held) && IsSame(held, wished)
            ? ImmutableArray<IEvent>.Empty
            : One(wished with { Officer = by.Id });
    }

    /// <summary>Defines a body or changes it. Refusals: ROLE_NOT_ALLOWED, FIELDS_INVALID.</summary>
    public static Outcome<ImmutableArray<IEvent>> Define(ParticipantsState state, Actor by, BodyDefined wished)
    {
        if (Permissions.Check(by, OfficerAction.Administer) is { } refused)
        {
            return refused;
        }

        var faults = OfNames(wished.Names).ToList();
        Add(faults, TextRules.IsUuid(wished.Body.Value), "body", "Must be a UUID in lower case.");
        Add(faults, IsName(wished.Acronym), "acronym", "Must be one line of at most 300 characters.");
        Add(faults, IsName(wished.MemberTerm), "memberTerm", "Must be the body's word for a member.");
        Add(
            faults,
            wished.Secretariat is not { } secretariat || state.Participants.ContainsKey(secretariat),
            "secretariat",
            "There is no such participant in this instance."
        );
        return faults.Count > 0 ? Refusal.Invalid(faults) : One(wished with { Officer = by.Id });
    }

    /// <summary>Enters a period of a membership. Refusals: ROLE_NOT_ALLOWED, FIELDS_INVALID.</summary>
    public static Outcome<ImmutableArray<IEvent>> ChangeMembership(
        ParticipantsState state,
        Actor by,
        MembershipChanged wished
    )
    {
        if (Permissions.Check(by, OfficerAction.Administer) is { } refused)
        {
            return refused;
        }

        var faults = new List<FieldFault>();
        Add(faults, state.Bodies.ContainsKey(wished.Body), "body", "There is no such body in this instance.");
        Add(
            faults,
            state.Participants.ContainsKey(wished.Participant),
            "participant",
            "There is no such participant in this instance."
        );
        Add(
            faults,
            MembershipCodes.Contains(wished.Status),
            "status",
            $"Must be one of: {string.Join(", ", MembershipCodes)}."
        );
        Add(faults, wished.Until is not { } until || wished.From < until, "until", "Must be after from.");
        return faults.Count > 0 ? Refusal.Invalid(faults) : One(wished with { Officer = by.Id });
    }

    private static IEnumerable<FieldFault> Faults(ParticipantAdmitted wished)
    {
        var faults = OfNames(wished.Names).ToList();
        Add(faults, TextRules.IsUuid(wished.Participant.Value), "participant", "Must be a UUID in lower case.");
        Add(
            faults,
            Designator().IsMatch(wished.Designator),
            "designator",
            "Must be 2 to 12 capital letters or digits."
        );
        Add(faults, Kinds.Contains(wished.Kind), "kind", $"Must be one of: {string.Join(", ", Kinds)}.");
        Add(faults, Statuses.Contains(wished.Status), "status", $"Must be one of: {string.Join(", ", Statuses)}.");
        Add(
            faults,
            wished.IsoAlpha2 is not { } code || Alpha2().IsMatch(code),
            "isoAlpha2",
            "Must be two capital letters."
        );
        Add(
            faults,
            wished.DesignationNote is not { } note || TextRules.IsRunningText(note),
            "designationNote",
            "Must have no control characters or bidirectional overrides."
        );
        faults.AddRange(OfFallback(wished.FallbackContact));
        return faults;
    }

    private static IEnumerable<FieldFault> OfFallback(OfficialContact? wished)
    {
        if (wished is null)
        {
            yield break;
        }

        string?[] lines = [wished.Office, wished.Website, wished.Source, wished.SourceDate];
        if (wished is { Phone: null, Email: null, Website: null }
            || !IsName(wished.Office ?? "") || !IsName(wished.Source ?? "")
            || lines.Any(line => line is not null && !IsName(line))
            || (wished.Phone is { } phone && !TextRules.IsPhoneNumber(phone))
            || (wished.Email is { } email && !TextRules.IsEmail(email)))
        {
            yield return new FieldFault(
                "fallbackContact",
                "Needs an office, a source, and an E.164 phone, an e-mail address or a website; each one line of at "
                    + "most 300 characters.");
        }
    }

    private static IEnumerable<FieldFault> OfNames(ImmutableArray<LocalName> names)
    {
        if (
            names.IsEmpty
            || names.Length > ContentLimits.TextsCountMax
            || names.Any(name => !TextRules.IsLanguageTag(name.Lang) || !IsName(name.Text))
        )
        {
            yield return new FieldFault(
                "names",
                "1 to 24 names are required, each with a language tag and one line of at most 300 characters."
            );
        }
    }

    private static bool IsName(string text) =>
        TextRules.Length(text) is > 0 and <= ContentLimits.NameCharsMax
        && TextRules.IsNormalised(text)
        && TextRules.IsPlainLine(text);

    private static bool IsSame(ParticipantAdmitted held, ParticipantAdmitted wished) =>
        held with
        {
            Names = default,
            At = default,
            Officer = default,
        } == wished with { Names = default, At = default, Officer = default }
        && held.Names.SequenceEqual(wished.Names);

    private static void Add(List<FieldFault> faults, bool isRight, string field, string description)
    {
        if (!isRight)
        {
            faults.Add(new FieldFault(field, description));
        }
    }

    private static Outcome<ImmutableArray<IEvent>> One(IEvent happened) => ImmutableArray.Create(happened);

    [GeneratedRegex(@"^[A-Z0-9]{2,12}\z")]
    private static partial Regex Designator();

    [GeneratedRegex(@"^[A-Z]{2}\z")]
    private static partial Regex Alpha2();
}
