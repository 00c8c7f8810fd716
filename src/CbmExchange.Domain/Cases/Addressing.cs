using CbmExchange.Domain.Records;

namespace CbmExchange.Domain.Cases;

/// <summary>For whom a message is: an action addressee is timed, anybody else is not (domain.md §4.8).</summary>
public static class Addressing
{
    /// <summary>Is asked to act or to answer.</summary>
    public const string Action = "action";

    /// <summary>Is told.</summary>
    public const string Info = "info";

    /// <summary>action, info, or null where the message does not name the participant.</summary>
    public static string? RoleOf(RecordContent content, ParticipantId participant)
    {
        var claims = content.Claims;
        if (
            Json.String(claims, "addressedTo") == participant.Value
            || Json.Strings(claims, "with").Contains(participant.Value)
        )
        {
            return Action;
        }

        var roles = Json.List(claims, "addressees")
            .Where(one => Json.String(one, "participantId") == participant.Value)
            .Select(one => Json.String(one, "role"))
            .ToHashSet();
        return roles.Contains(Action) ? Action : roles.Contains(Info) ? Info : null;
    }
}
