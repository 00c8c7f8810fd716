using System.Collections.Immutable;
using CbmExchange.Domain.Release;

namespace CbmExchange.Domain.Records.Rules.Cases;

/// <summary>
/// A question to a State and a talk between States go to those States and to the facilitator they agreed on, to nobody
/// else (domain.md §4.10: everything default bilateral).
/// </summary>
internal static class CaseAudience
{
    public static Refusal? Check(ReleaseQuestion question, ImmutableArray<RecipientRelease> recipients)
    {
        var claims = question.Content.Claims;
        var meant = Json.Strings(claims, "with").ToHashSet(StringComparer.Ordinal);
        if (Json.String(claims, "addressedTo") is { } addressee)
        {
            meant.Add(addressee);
        }

        if (
            Json.Get(claims, "facilitator") is { } facilitator
            && Json.String(facilitator, "participantId") is { } helper
        )
        {
            meant.Add(helper);
        }

        return recipients.All(recipient => meant.Contains(recipient.Participant.Value))
            ? null
            : ReleaseChecks.No(
                "NOT_ADDRESSED",
                "The record names whom it is for, and goes to nobody else: release it to them, or change whom it names."
            );
    }
}
