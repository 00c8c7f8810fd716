using CbmExchange.Domain.Release;

namespace CbmExchange.Domain.Records.Rules.Capacity;

/// <summary>
/// A need can tell of a weakness (domain.md §2.8, §4.15): it goes to helpers named one by one, unless its author said
/// in the record that whole bodies may be told.
/// </summary>
internal static class NeedAudience
{
    public static Refusal? Check(ReleaseQuestion question)
    {
        var isOpen = Json.String(question.Content.Claims, "confidentiality") == "bodies";
        var isNamed = question
            .Grants.SelectMany(grant => grant.Audience.Include)
            .All(member => member.Kind == AudienceMember.ParticipantKind);
        return isOpen || isNamed
            ? null
            : ReleaseChecks.No(
                "NEED_TO_NAMED_HELPERS",
                "A need goes to helpers named one by one. Name them, or have the author set confidentiality to bodies."
            );
    }
}
