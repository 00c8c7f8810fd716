using System.Text.Json;
using CbmExchange.Domain.Release;

namespace CbmExchange.Domain.Tests.ReleaseModel;

/// <summary>One wish to release.</summary>
internal sealed record SimpleQuestion(
    string Type,
    string Version,
    JsonElement Content,
    IReadOnlyList<ReleaseGrant> Grants,
    bool IsCorrection,
    bool HasOverride,
    ParticipantId? ReplyTo,
    DateTimeOffset Now);

/// <summary>One entry that a recipient shall get.</summary>
internal sealed record SimpleEntry(
    ParticipantId Who,
    string Kind,
    List<SimplePart> Parts,
    Marking Marking,
    string? Replaces,
    List<string> RelatesTo,
    List<ParticipantId> Audience);

/// <summary>
/// The release rules a second time, written from domain.md §4.2 to §4.9, design D4 and D5 and decisions 0011 and 0020,
/// in the plainest way: for every participant, part by part. No thought of speed, nothing shared with the product but
/// its data types.
/// </summary>
internal sealed class SimpleRules(SimpleWorld world, Dictionary<ParticipantId, SimpleHolding> holdings)
{
    private static readonly string[] Tlp = ["TLP:RED", "TLP:AMBER+STRICT", "TLP:AMBER", "TLP:GREEN", "TLP:CLEAR"];
    private static readonly string[] Pap = ["RED", "AMBER", "GREEN", "CLEAR"];
    private static readonly string[] Onward = ["not-without-consent", "within-tlp"];

    /// <summary>Every reason for which the release must be refused; empty when it must be let through.</summary>
    public HashSet<string> Refusals(SimpleQuestion question, IReadOnlyList<SimpleEntry> entries)
    {
        var reasons = new HashSet<string>();
        if (question.Grants.Count == 0 && !question.IsCorrection)
        {
            reasons.Add("FIELDS_INVALID");
        }

        foreach (var grant in question.Grants)
        {
            OfGrant(question, grant, reasons);
        }

        // §4.3 invariant 6: no wider than what it quotes.
        if (world.QuotedOf is { } originator && entries.Any(entry => entry.Who != originator))
        {
            reasons.Add("ONWARD_CONSENT_MISSING");
        }

        // §4.8: only to those named in it, or with an explicit reason.
        var observed = SimplePart.Of(question.Content).Where(part => part.Field == "infrastructureObservedIn")
            .Select(part => part.Value.GetString()).ToList();
        if (!question.HasOverride && entries.Any(entry =>
            entry.Parts.Any(part => part.Field == "infrastructureObservedIn") && !observed.Contains(entry.Who.Value)))
        {
            reasons.Add("INFRASTRUCTURE_AUDIENCE");
        }

        if (question.ReplyTo is { } target && entries.Any(entry => entry.Who != target))
        {
            reasons.Add("REPLY_TO_ORIGINATOR_ONLY");
        }

        return reasons;
    }

    /// <summary>The entries that the release makes, in the order of participant ids.</summary>
    public List<SimpleEntry> Entries(SimpleQuestion question)
    {
        var entries = new List<SimpleEntry>();
        foreach (var who in world.Statuses.Keys.OrderBy(who => who.Value, StringComparer.Ordinal))
        {
            if (who != world.Self && EntryFor(who, question) is { } entry)
            {
                entries.Add(entry);
            }
        }

        return entries;
    }

    /// <summary>The entries have been made: this is what their recipients hold now.</summary>
    public void Take(SimpleQuestion question, IEnumerable<SimpleEntry> entries)
    {
        var all = SimplePart.Of(question.Content);
        foreach (var entry in entries)
        {
            var wasNarrowed = holdings.GetValueOrDefault(entry.Who)?.IsNarrowed == true;
            holdings[entry.Who] = new SimpleHolding
            {
                Version = question.Version,
                Parts = entry.Parts,
                Marking = entry.Marking,
                Whole =
                [
                    .. entry.Parts.Select(part => part.Field).Where(field =>
                        all.Where(part => part.Field == field).All(part => entry.Parts.Contains(part))),
                ],
                IsNarrowed = wasNarrowed && Reaching(entry.Who, question).Count == 0,
            };
        }
    }

    private SimpleEntry? EntryFor(ParticipantId who, SimpleQuestion question)
    {
        var grants = Reaching(who, question);
        var before = holdings.GetValueOrDefault(who);
        var isAgain = question.IsCorrection && before is not null;
        if (grants.Count == 0 && !isAgain)
        {
            return null;
        }

        // Taken out, and named again: it starts anew. Taken out, and only corrected: nothing but the correction.
        var isBack = before is { IsNarrowed: true } && grants.Count > 0;
        var isSame = before?.Version == question.Version && !isBack;
        var parts = SimplePart.Of(question.Content).Where(part =>
            (MayKnow(who, part, question) && (grants.Any(grant => Gives(grant, part))
                || (isAgain && HadIt(before!, part)) || AlwaysTold(question.Type).Contains(part.Field)))
            || (isSame && before!.Parts.Any(held => held.Name == part.Name))).ToList();
        var markings = grants.Select(grant => grant.Marking).ToList();
        if (before is not null && (isSame || isAgain))
        {
            markings.Add(before.Marking);
        }

        var marking = Strictest(markings);
        var reads = SimpleHolding.ReadingOf(parts);
        if (before is not null && !isBack && reads == before.Reading() && marking.Equals(before.Marking))
        {
            return null;
        }

        return new SimpleEntry(
            who,
            KindOf(question, before, isBack, reads),
            parts,
            marking,
            before is null || before.Version == question.Version ? null : before.Version,
            [.. parts.Select(PointsTo).OfType<string>().Where(record => HoldsAt(who, record, question)).Distinct()],
            Shown(who, question));
    }

    private static string KindOf(SimpleQuestion question, SimpleHolding? before, bool isBack, string reads)
    {
        var first = question.Type switch
        {
            "incident-notification" or "response" or "assistance-request" or "assistance-reply" => "message",
            "acknowledgement" => "receipt",
            _ => "released",
        };
        if (before is null)
        {
            return first;
        }

        if (before.Version != question.Version)
        {
            return question.IsCorrection ? "corrected" : first;
        }

        // The same version once more: with more of it, or with other limits only.
        return isBack || reads != before.Reading() ? "widened" : "released";
    }

    private void OfGrant(SimpleQuestion question, ReleaseGrant grant, HashSet<string> reasons)
    {
        foreach (var member in grant.Audience.Include)
        {
            if (member.Kind == "public")
            {
                reasons.Add(grant.Marking.Tlp == "TLP:CLEAR" ? "PUBLIC_NOT_OFFERED" : "PUBLIC_NEEDS_CLEAR");
            }

            if (member.Kind == "body-members" && grant.Marking.Tlp == "TLP:RED")
            {
                reasons.Add("RED_TO_BODY");
            }
        }

        if (grant.Audience.BodyMode != "frozen")
        {
            reasons.UnionWith(SimpleFollowing.Reasons(grant, KindOf(question, null, false, "")));
        }

        var names = SimplePart.Of(question.Content).SelectMany(part => new[] { part.Name, part.Field }).ToHashSet();
        names.UnionWith(question.Content.EnumerateObject().Select(field => field.Name));
        if (grant.Parts.Paths.Any(path => !names.Contains(path.ToString())))
        {
            reasons.Add("FIELDS_INVALID");
        }
    }

    // Exclusion wins over every inclusion of the same release; a participant that does not take part gets nothing new;
    // one that was taken out comes back only by its own name, never with a body (decision 0020).
    private List<ReleaseGrant> Reaching(ParticipantId who, SimpleQuestion question)
    {
        if (!world.IsActive(who) || who == world.Self
            || question.Grants.Any(grant => grant.Audience.Exclude.Contains(who)))
        {
            return [];
        }

        var isNarrowed = holdings.GetValueOrDefault(who)?.IsNarrowed == true;
        return
        [
            .. question.Grants.Where(grant => grant.Audience.Include.Any(member =>
                (member.Kind == "participant" && member.Id == who.Value)
                || (member.Kind == "body-members" && !isNarrowed && world.IsMember(who, question.Now))
                || (member.Kind == "body-secretariat" && !isNarrowed && who == world.Secretariat))),
        ];
    }

    private static bool Gives(ReleaseGrant grant, SimplePart part)
    {
        var isNamed = grant.Parts.Paths.Any(path => path.ToString() == part.Name || path.ToString() == part.Field);
        return grant.Parts.Mode switch
        {
            "all" => true,
            "only" => isNamed,
            _ => !isNamed,
        };
    }

    // Decision 0011: fields it had whole, elements by name, elements without a name only when it knows their value.
    private static bool HadIt(SimpleHolding before, SimplePart part) => before.Whole.Contains(part.Field)
        || (part.IsByIndex
            ? before.Parts.Any(held => held.Field == part.Field && held.IsElement && held.Text == part.Text)
            : before.Parts.Any(held => held.Name == part.Name));

    private static string[] AlwaysTold(string type) => type switch
    {
        "incident-notification" => ["referenceNumber", "authoredAt", "precedence", "stage", "purpose", "expiresAt"],
        "acknowledgement" => ["referenceNumber", "authoredAt", "ofRecord", "dutyDesk", "at"],
        "response" => ["referenceNumber", "authoredAt", "precedence", "ofRecord", "kind"],
        "advisory" => ["referenceNumber", "authoredAt", "expiresAt"],
        "exercise" => ["referenceNumber", "authoredAt", "exerciseId", "startsAt", "endsAt", "noDuffProcedure"],
        "assistance-request" => ["referenceNumber", "authoredAt", "precedence"],
        "assistance-reply" => ["referenceNumber", "authoredAt", "precedence", "ofRecord", "canAssist"],
        _ => ["referenceNumber", "authoredAt"],
    };

    // §4.2: other addressees, and pointers to what it does not hold, are stripped.
    private bool MayKnow(ParticipantId who, SimplePart part, SimpleQuestion question) => part.Field switch
    {
        "addressees" => part.Value.GetProperty("participantId").GetString() == who.Value,
        "caseId" => world.HoldersOfCase.Contains(who) || question.ReplyTo == who,
        _ => PointsTo(part) is not { } record || HoldsAt(who, record, question),
    };

    // Whoever wrote the message answered holds it.
    private bool HoldsAt(ParticipantId who, string record, SimpleQuestion question) =>
        world.Holds(who, record) || (question.ReplyTo == who && record == RandomRecords.AnsweredMessage);

    private static string? PointsTo(SimplePart part) => part.Field switch
    {
        "deputyContactId" or "replacesDocument" or "incidentId" or "offerIds" => part.Value.GetString(),
        "notFor" => part.Value.TryGetProperty("contactId", out var contact) ? contact.GetString() : null,
        "outOfHours" => part.Value.GetString() is { } text && text.StartsWith("contact:", StringComparison.Ordinal)
            ? text[8..]
            : null,
        "ofRecord" => part.Value.GetProperty("recordId").GetString(),
        _ => null,
    };

    private List<ParticipantId> Shown(ParticipantId who, SimpleQuestion question)
    {
        var shown = Reaching(who, question).Where(grant => grant.Audience.IsShown).ToList();
        return
        [
            .. world.Statuses.Keys.Where(other => Reaching(other, question).Any(shown.Contains))
                .OrderBy(other => other.Value, StringComparer.Ordinal),
        ];
    }

    private static Marking Strictest(List<Marking> markings) => new()
    {
        Tlp = Tlp.First(label => markings.Any(marking => marking.Tlp == label)),
        Onward = Onward.First(rule => markings.Any(marking => marking.Onward == rule)),
        Pap = Pap.FirstOrDefault(label => markings.Any(marking => marking.Pap == label)),
        IepId = markings.Select(marking => marking.IepId).FirstOrDefault(id => id is not null),
        HandlingNotes = [.. markings.SelectMany(marking => marking.HandlingNotes).Distinct()],
    };
}
