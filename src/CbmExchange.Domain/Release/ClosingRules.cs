using System.Collections.Immutable;
using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Release;

/// <summary>
/// A message that says "there was nothing" must reach whoever was told that there was something, as loud as that was
/// (domain.md §4.8): its audience is at least that of all earlier stages, its precedence at least that sent last.
/// </summary>
internal static class ClosingRules
{
    public static Refusal? Check(
        ReleaseQuestion question, ReleaseSetting setting, ImmutableArray<RecipientRelease> recipients)
    {
        if (
            RecordCatalogue.Find(question.Header.RecordType)?.ClosingStage is not { } closing
            || Json.String(question.Content.Claims, "stage") != closing
        )
        {
            return null;
        }

        return OfAudience(question, setting, recipients) ?? OfPrecedence(question);
    }

    private static Refusal? OfAudience(
        ReleaseQuestion question, ReleaseSetting setting, ImmutableArray<RecipientRelease> recipients)
    {
        var told = recipients.Where(one => one.Kind != EntryKinds.Narrowed).Select(one => one.Participant).ToHashSet();
        var left = question
            .Given.Where(given => given.Value.ContentHash != question.ContentHash && !told.Contains(given.Key))
            // Nothing can be released to one that is suspended; it gets a correction or a withdrawal.
            .Where(given => setting.Participants.IsActive(given.Key))
            .Select(given => NameOf(given.Key, setting))
            .ToArray();
        return left.Length == 0
            ? null
            : ReleaseChecks.No(
                "CLOSING_AUDIENCE",
                "A false alarm goes to everyone who received an earlier stage; name in a grant also: "
                    + $"{string.Join(", ", left)}."
            );
    }

    // What each recipient holds is the last that was sent to it; the loudest of them counts.
    private static Refusal? OfPrecedence(ReleaseQuestion question)
    {
        var sent = question
            .Given.Values.Where(given => given.ContentHash != question.ContentHash)
            .Select(given => Json.String(given.View.Claims, "precedence"))
            .MaxBy(Precedences.Rank);
        return Precedences.Rank(Json.String(question.Content.Claims, "precedence")) >= Precedences.Rank(sent)
            ? null
            : ReleaseChecks.No(
                "CLOSING_PRECEDENCE",
                $"A false alarm is sent at least as urgently as the last stage before it: {sent}."
            );
    }

    private static string NameOf(ParticipantId participant, ReleaseSetting setting) =>
        setting.Participants.Participants.GetValueOrDefault(participant)?.Designator ?? participant.Value;
}
